"""edXML packets by QCVN 102:2016/BTTTT and its amendment 1:2022, read and written. Without Django.

`open_packet` tells what a packet is and how secret before a file in it is decoded; `read` goes on to the files; `write`
makes a packet or a status message. Everything that is not taken is a `PacketRefused` with a reason and a sentence.
"""

from .enclosures import Sealed
from .identifiers import DocumentId, make_document_id, parse_document_id, same_body, to_2016, to_2020
from .judging import remarks
from .limits import Limits
from .model import (
    Attachment,
    Business,
    Changes,
    Citation,
    Dialect,
    DocumentHeader,
    DocumentPacket,
    DocumentType,
    Hop,
    Instruction,
    Kind,
    Number,
    Organisation,
    OtherInfo,
    Packet,
    Priority,
    Promulgation,
    ReceiverAction,
    ReceiverChange,
    Remark,
    Replaced,
    Security,
    Signer,
    Staff,
    Status,
    StatusHeader,
    StatusPacket,
    Steering,
    Trace,
)
from .profile import PROFILE
from .reading import Cover, Reading, open_packet, read, unsealed
from .refusals import PacketRefused, Reason
from .writing import settled, write

__all__ = [
    "PROFILE",
    "Attachment",
    "Business",
    "Changes",
    "Citation",
    "Cover",
    "Dialect",
    "DocumentHeader",
    "DocumentId",
    "DocumentPacket",
    "DocumentType",
    "Hop",
    "Instruction",
    "Kind",
    "Limits",
    "Number",
    "Organisation",
    "OtherInfo",
    "Packet",
    "PacketRefused",
    "Priority",
    "Promulgation",
    "Reading",
    "Reason",
    "ReceiverAction",
    "ReceiverChange",
    "Remark",
    "Replaced",
    "Sealed",
    "Security",
    "Signer",
    "Staff",
    "Status",
    "StatusHeader",
    "StatusPacket",
    "Steering",
    "Trace",
    "make_document_id",
    "open_packet",
    "parse_document_id",
    "read",
    "remarks",
    "same_body",
    "settled",
    "to_2016",
    "to_2020",
    "unsealed",
    "write",
]
