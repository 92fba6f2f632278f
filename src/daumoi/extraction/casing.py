"""From capitals to ordinary letters, as the paper itself writes the same words elsewhere."""

from __future__ import annotations

import re
from typing import Final

from daumoi.extraction.script import Script, flat, is_upper

FAR: Final = 60_000


def natural(script: Script, printed: str) -> str:
    """The words in the letters of the running text: «UỶ BAN NHÂN DÂN TỈNH AN BÌNH» as «Uỷ ban nhân dân tỉnh An Bình».

    What is not in capitals, and what the paper never says again, stays as it is printed.
    """
    words = re.findall(r"\w+", flat(printed))
    if not is_upper(printed) or not words or len(words) > 120:
        return printed
    pattern = re.compile(r"\b" + r"[\s,;–-]{1,3}".join(map(re.escape, words)) + r"\b")
    for found in pattern.finditer(script.flat, 0, FAR):
        said = " ".join(script.text[found.start() : found.end()].split())
        if not is_upper(said) and (len(words) > 1 or said[:1].isupper()):
            return _keeping_marks(printed, said)
    return printed


def _keeping_marks(printed: str, said: str) -> str:
    """The letters of `said` with the punctuation of `printed`; the first letter large."""
    words = iter(re.findall(r"\w+", said))
    changed = re.sub(r"\w+", lambda found: next(words, found[0]), printed)
    at = next((place for place, letter in enumerate(changed) if letter.isalpha()), 0)
    return changed[:at] + changed[at : at + 1].upper() + changed[at + 1 :]
