"""The level of secrecy a packet carries a mark of, told from its elements before anything in it is decoded.

The regulation has no element for it, because secret papers do not travel this way; a paper that does so by mistake says
it in its title, in a field made up by some program, or in the name of a file. What looks like a level and is not
understood counts as secret.
"""

from __future__ import annotations

import re
from typing import Final

from daumoi.edxml.model import Security
from daumoi.edxml.profile import PROFILE
from daumoi.edxml.text import tidy
from daumoi.edxml.tree import Node

_SAID: Final = PROFILE.content["secrecy"]
_WORDS: Final[dict[str, int]] = {**_SAID["words"], **_SAID["unmarked"]}
_ORDINARY: Final = frozenset(_SAID["ordinary"])
_NAMED: Final = frozenset(name.lower() for name in _SAID["places"]["named"])
_TITLES: Final = frozenset(name.lower() for name in _SAID["places"]["titles"])
_SKIPPED: Final = frozenset(name.lower() for name in _SAID["places"]["skipped"])

_LONG, _ENDS = 2000, 300  # of a long text only its beginning and end are looked at

_LEVELS: Final = "|".join(sorted(_WORDS, key=len, reverse=True))
_CAPITALS: Final = "|".join(sorted((word.upper() for word in _SAID["words"]), key=len, reverse=True))
_LABELLED: Final = re.compile(r"(?:(?:mức )?độ mật|do mat)\s*[:\-]?\s*")
_MARK: Final = rf"[\[(«{{]\s*(?:độ )?({_LEVELS})\s*[\])»}}]"
_BRACKETED: Final = re.compile(rf"^{_MARK}|{_MARK}(?:\.\w{{1,5}})?$")
_LEADING: Final = re.compile(rf"^({_CAPITALS})\s*[-–—:.,_]")


def security_of(root: Node) -> Security:
    """The highest level marked anywhere in the packet, names of people and bodies and file contents left out."""
    found = Security.NONE
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.name.lower() in _SKIPPED:
            continue
        found = max(found, _told(node.name, node.text), *(_told(key, node.attributes[key]) for key in node.attributes))
        waiting.extend(node.children)
    return found


def _told(name: str, text: str) -> Security:
    name = name.rpartition("}")[2].lower()
    if len(text) > _LONG:
        text = f"{text[:_ENDS]} {text[-_ENDS:]}"
    said = tidy(text)
    plain = _LABELLED.sub("", said.casefold(), count=1).strip(" .,;:()[]«»{}*-")
    if plain in _WORDS:
        return Security(_WORDS[plain])
    if name in _NAMED:
        return Security.NONE if plain in _ORDINARY else Security.UNCLEAR
    if name in _TITLES:
        return title_level(said)
    return Security.NONE


def title_level(title: str) -> Security:
    """The mark a title begins or ends with: «[MẬT] …», «TỐI MẬT: …», «… (Mật)». Inside a sentence it is no mark."""
    found = _BRACKETED.search(title.casefold())
    if found:
        return Security(_WORDS[found[1] or found[2]])
    led = _LEADING.match(title)
    return Security(_WORDS[led[1].casefold()]) if led else Security.NONE
