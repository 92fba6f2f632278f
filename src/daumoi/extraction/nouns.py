"""What is read in and what is suggested: lines with their places, particulars of a paper with their evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from daumoi.core.page import Box


@dataclass(frozen=True)
class Line:
    """One line in reading order. `box` is None where only the words are known; `sure` is 1 unless a machine guessed.

    An empty text stands for a gap between two blocks.
    """

    text: str
    page: int = 0
    box: Box | None = None
    sure: float = 1.0


@dataclass(frozen=True)
class Suggestion:
    """One particular as it could be read: for somebody to confirm, never to be trusted unseen.

    `raw` is what stands on the paper, `value` its canonical spelling. Pages count from 0, as in `Box`; `box` is where
    it stands, None where the place on the page is not known. `confidence` lies between 0 and 1. `code` is the type in
    the rule set in force on the day of the paper.
    """

    value: str
    raw: str
    confidence: float
    page: int = 0
    box: Box | None = None
    code: str = ""


@dataclass(frozen=True)
class Particulars:
    """The fields of a paper. What the paper does not show is None or empty, never invented."""

    number: Suggestion | None = None
    issued_on: Suggestion | None = None
    type: Suggestion | None = None
    issuer: Suggestion | None = None
    superior: Suggestion | None = None
    subject: Suggestion | None = None
    signer: Suggestion | None = None
    position: Suggestion | None = None
    formula: Suggestion | None = None
    urgency: Suggestion | None = None
    secrecy: Suggestion | None = None
    deadline: Suggestion | None = None
    bases: tuple[Suggestion, ...] = ()
    recipients: tuple[Suggestion, ...] = ()

    def named(self) -> Iterator[tuple[str, Suggestion]]:
        """Every suggestion with the name of its field."""
        for field in fields(self):
            found = getattr(self, field.name)
            for suggestion in found if isinstance(found, tuple) else (found,):
                if suggestion:
                    yield field.name, suggestion

    def __bool__(self) -> bool:
        return any(True for _ in self.named())


NAMES = {
    "number": "Số, ký hiệu",
    "issued_on": "Ngày ban hành",
    "type": "Loại văn bản",
    "issuer": "Cơ quan ban hành",
    "superior": "Cơ quan cấp trên",
    "subject": "Trích yếu",
    "signer": "Người ký",
    "position": "Chức vụ",
    "formula": "Đề ký",
    "urgency": "Độ khẩn",
    "secrecy": "Độ mật",
    "deadline": "Hạn yêu cầu",
    "bases": "Căn cứ",
    "recipients": "Nơi nhận",
}
"""What people call the fields."""
