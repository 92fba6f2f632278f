"""The elements of a packet, read by lxml and handed over only while they stay harmless.

No document type, hence no entity, inside or outside; no network; size, depth, count and text under `Limits`,
checked while the bytes come in and not afterwards.
"""

from __future__ import annotations

from typing import Any, Final, NoReturn

from lxml import etree

from daumoi.edxml.limits import Limits
from daumoi.edxml.profile import PROFILE
from daumoi.edxml.refusals import PacketRefused, Reason

_BLOCK: Final = 1 << 16
_ENCLOSED: Final = "attachment"
_FAULTS: Final = {
    4: "phần đầu không phải XML",
    5: "có nội dung thừa sau khi gói tin đã kết thúc",
    9: "có ký tự không được phép",
    23: "thiếu dấu chấm phẩy của một ký hiệu",
    26: "có ký hiệu thay thế không được định nghĩa",
    32: "bảng mã ký tự không được hỗ trợ",
    42: "một thuộc tính được ghi hai lần",
    76: "thẻ mở và thẻ đóng không khớp nhau",
    77: "gói tin bị cắt cụt, thiếu thẻ đóng",
    81: "bảng mã ký tự không đúng như khai báo",
    201: "tiền tố không gian tên chưa được khai báo",
}


class Node:
    """One element. `key` is its local name in small letters when its namespace is one of edXML, else never matches."""

    __slots__ = ("attributes", "children", "key", "name", "namespace", "text")

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        namespace, _, name = tag.rpartition("}")
        self.name, self.namespace = name, namespace[1:]
        self.key = name.lower() if self.namespace in PROFILE.namespaces else tag
        self.attributes = attributes
        self.children: list[Node] = []
        self.text = ""

    def all(self, name: str) -> list[Node]:
        key = name.lower()
        return [child for child in self.children if child.key == key]

    def one(self, *names: str) -> Node | None:
        """The child of the first name that is there; refuses when it is there more than once."""
        for name in names:
            if found := self.all(name):
                if len(found) > 1:
                    raise PacketRefused(Reason.REPEATED, name)
                return found[0]
        return None


def parse(data: bytes, limits: Limits) -> Node:
    """The root element of a packet, or `PacketRefused`."""
    if len(data) > limits.packet:
        raise PacketRefused(Reason.TOO_LARGE, limit=limits.packet // 1024**2)
    builder = _Builder(limits)
    parser = etree.XMLParser(
        target=builder,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=True,  # file contents are text of any length; `Limits` stands where this door would
    )
    try:
        for start in range(0, len(data), _BLOCK):
            parser.feed(data[start : start + _BLOCK])
        root: Node = parser.close()
    except (etree.XMLSyntaxError, etree.ParserError) as error:
        _refuse(error, data, builder)
    return root


def _refuse(error: Any, data: bytes, builder: _Builder) -> NoReturn:
    if builder.root is None and b"<?xml" in data[1:1024] and not data.lstrip(b"\xef\xbb\xbf\xfe\xff").startswith(b"<"):
        raise PacketRefused(Reason.JUNK_BEFORE_XML) from error
    if builder.root is None and not data.lstrip(b"\xef\xbb\xbf\xfe\xff\x00 \t\r\n").startswith(b"<"):
        raise PacketRefused(Reason.NOT_XML) from error
    line, column = getattr(error, "position", None) or (0, 0)
    detail = _FAULTS.get(getattr(error, "code", 0), "cấu trúc XML không đúng")
    raise PacketRefused(Reason.MALFORMED, f"dòng {line}, cột {column}", detail=detail) from error


class _Builder:
    """What lxml calls while it reads: grows the tree and refuses as soon as a limit is passed."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.root: Node | None = None
        self.open: list[Node] = []
        self.parts: list[list[str]] = []
        self.lengths: list[int] = []
        self.count = 0
        self.enclosed = 0

    def start(self, tag: str, attributes: Any) -> None:
        self._counted()
        if len(self.open) >= self.limits.depth:
            raise PacketRefused(Reason.TOO_DEEP, limit=self.limits.depth)
        said = dict(attributes)
        if len(tag) + sum(len(name) + len(value) for name, value in said.items()) > self.limits.text:
            raise PacketRefused(Reason.TOO_MUCH_TEXT, tag.rpartition("}")[2], limit=self.limits.text)
        node = Node(tag, said)
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)
        self.parts.append([])
        self.lengths.append(0)
        self.enclosed += node.key == _ENCLOSED

    def end(self, _tag: str) -> None:
        node = self.open.pop()
        node.text = "".join(self.parts.pop())
        self.lengths.pop()
        self.enclosed -= node.key == _ENCLOSED

    def data(self, text: str) -> None:
        self.parts[-1].append(text)
        self.lengths[-1] += len(text)
        if self.lengths[-1] > self.limits.text and not self.enclosed:
            raise PacketRefused(Reason.TOO_MUCH_TEXT, self.open[-1].name, limit=self.limits.text)

    def comment(self, _text: str) -> None:
        self._counted()

    def pi(self, _target: str, _data: str | None = None) -> None:
        self._counted()

    def doctype(self, *_said: Any) -> None:
        """Called before a single declaration is read."""
        raise PacketRefused(Reason.DTD)

    def close(self) -> Node | None:
        return self.root

    def _counted(self) -> None:
        self.count += 1
        if self.count > self.limits.elements:
            raise PacketRefused(Reason.TOO_MANY_ELEMENTS, limit=self.limits.elements)
