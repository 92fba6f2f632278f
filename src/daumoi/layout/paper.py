"""A paper as structured content: what is said, without how it looks."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from daumoi.layout.form import FormRules, System

LETTER = "cong-van"
SUBMISSION = "to-trinh"
MINUTES = "bien-ban"


@dataclass(frozen=True)
class SigningBlock:
    """Who signs and by what right, as printed: `T/M BAN THƯỜNG VỤ` / `PHÓ BÍ THƯ` / `Nguyễn Văn A`."""

    position: str
    name: str
    authority: Sequence[str] = ()


@dataclass(frozen=True)
class OfficialPaper:
    """Everything the form needs to print one paper.

    `symbol` is what follows the number, with its separator: `-KL/TU`, `/QĐ-UBND`.
    Without `number` or `date` the file leaves room for them; `year` is then printed, or left open as well.
    `organ_lines` stand before the legal bases (State decisions), `enacting_lines` after them.
    `urgency` goes under the number, `draft_mark` and `notes` where the form puts them.
    `recorder` signs minutes on the left.
    """

    form: FormRules
    body_name: str
    symbol: str
    place: str
    type_code: str
    type_name: str
    subject: str
    content: str
    signing: SigningBlock
    superior_name: str = ""
    number: str | None = None
    date: datetime.date | None = None
    year: int | None = None
    organ_lines: Sequence[str] = ()
    bases: Sequence[str] = ()
    enacting_lines: Sequence[str] = ()
    addressees: Sequence[str] = ()
    recipients: Sequence[str] = ()
    keep_line: str = ""
    recorder: SigningBlock | None = None
    urgency: str = ""
    draft_mark: str = ""
    notes: Sequence[str] = ()

    @property
    def system(self) -> System:
        return self.form.system

    @property
    def is_letter(self) -> bool:
        """A letter has no type name; its subject stands beneath the number."""
        return self.type_code == LETTER

    @property
    def is_minutes(self) -> bool:
        return self.type_code == MINUTES

    @property
    def has_date_line(self) -> bool:
        return not self.is_minutes or self.form.minutes_have_date_line


def padded_number(number: int | str) -> str:
    """A printed number: below ten it takes a leading zero. `7` -> `07`, `112` -> `112`."""
    return str(number).strip().zfill(2)


def padded_day(day: int) -> str:
    """Days below ten take a leading zero."""
    return f"{day:02d}"


def padded_month(month: int) -> str:
    """January and February take a leading zero, the other months do not."""
    return f"{month:02d}" if month < 3 else str(month)
