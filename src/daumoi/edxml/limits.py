"""How much of a packet is looked at. Numbers of this house, not of the regulation; a caller may set others."""

from dataclasses import dataclass

MB = 1024**2


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Everything beyond a limit is refused with a reason; nothing is cut short silently."""

    packet: int = 300 * MB
    """Bytes of the packet as it came."""
    depth: int = 32
    elements: int = 20_000
    """Elements, comments and processing instructions together."""
    text: int = 100_000
    """Characters of one element or of the attributes of one element, file contents apart."""
    attachments: int = 100
    content: int = 250 * MB
    """Bytes of all attachments together, decoded and unpacked."""
    ratio: int = 200
    """How many times larger a packed attachment may become, once it is above 1 MB."""
    zip_entries: int = 10_000


DEFAULT = Limits()
