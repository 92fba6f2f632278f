"""The paper itself: what is written in it, its Word file by the form in force, its printed form. No writing here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from daumoi.core import office
from daumoi.core.page import Places
from daumoi.documents.models import Urgency
from daumoi.layout.form import load_form
from daumoi.layout.paper import OfficialPaper, SigningBlock
from daumoi.layout.places import Markers, find_places
from daumoi.layout.word import produce
from daumoi.outgoing.models import Version
from daumoi.outgoing.rules.formal import rules_for, symbol_text
from daumoi.people.models import Body, Person
from daumoi.rulesets.rules import COMMITTEES, RuleSet

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CONGRESS_NAMES = {
    "presidium": "Đoàn Chủ tịch",
    "secretariat": "Đoàn Thư ký",
    "credentials": "Ban Thẩm tra tư cách đại biểu",
    "counting": "Ban Kiểm phiếu",
}
COMMITTEE_WORDS = (
    ("Tỉnh uỷ ", "Đảng bộ tỉnh "),
    ("Thành uỷ ", "Đảng bộ thành phố "),
    ("Đảng uỷ ", "Đảng bộ "),
    ("Chi bộ ", "Chi bộ "),
)


@dataclass(frozen=True)
class Content:
    """What a person writes: everything that one version says. `places` are {"body", "name", "purpose"}."""

    organ: str
    type_code: str
    subject: str
    text: str = ""
    urgency: str = Urgency.NORMAL
    bases: Sequence[dict[str, Any]] = ()
    addressees: Sequence[dict[str, Any]] = ()
    recipients: Sequence[dict[str, Any]] = ()
    keep_line: str = ""
    place: str = ""
    signer: Person | None = None
    by_order: bool = False
    authority: Sequence[str] = field(default_factory=tuple)
    position: str = ""

    def columns(self) -> dict[str, Any]:
        """As a version stores it."""
        return {
            "organ": self.organ,
            "type_code": self.type_code,
            "subject": " ".join(self.subject.split()),
            "text": self.text.strip(),
            "urgency": self.urgency,
            "bases": list(self.bases),
            "addressees": list(self.addressees),
            "recipients": list(self.recipients),
            "keep_line": self.keep_line.strip(),
            "place": self.place.strip(),
            "signer": self.signer,
            "by_order": self.by_order,
            "authority": [line.strip() for line in self.authority if line.strip()],
            "position": self.position.strip(),
        }


def content_of(version: Version) -> Content:
    """A version as something to go on writing from."""
    return Content(
        organ=version.organ,
        type_code=version.type_code,
        subject=version.subject,
        text=version.text,
        urgency=version.urgency,
        bases=version.bases,
        addressees=version.addressees,
        recipients=version.recipients,
        keep_line=version.keep_line,
        place=version.place,
        signer=version.signer,
        by_order=version.by_order,
        authority=version.authority,
        position=version.position,
    )


def printed_names(body: Body, organ: str) -> tuple[str, str]:
    """The superior's and the issuer's name at the head of the paper."""
    above = body.parent
    if organ == "congress":
        return committee_of(body.name), "Đại hội"
    if organ in CONGRESS_NAMES and body.kind in COMMITTEES:
        return f"Đại hội {committee_of(body.name)}", CONGRESS_NAMES[organ]
    if above is None or body.kind in {"central", "province"}:
        return "", body.name
    if body.kind in COMMITTEES:
        return committee_of(above.name), body.name
    own = body.name.removesuffix(above.name).strip(" ,-") or body.name
    return above.name, own


def committee_of(name: str) -> str:
    """Tỉnh uỷ An Bình -> Đảng bộ tỉnh An Bình."""
    for committee, organisation in COMMITTEE_WORDS:
        if name.startswith(committee):
            return organisation + name.removeprefix(committee)
    return name


def keep_line_of(body: Body, rules: RuleSet) -> str:
    """«Lưu Văn phòng Tỉnh uỷ»: the last line of the recipients."""
    word = str(rules.wording.get("copy_line", "Lưu"))
    return f"{word} {body.registry.short_name or body.registry.name}"


def official(body: Body, content: Content, on: date) -> OfficialPaper:
    """The paper by the form in force that day, with room for number and date."""
    rules = rules_for(body, on)
    kind = rules.document_type(content.type_code)
    superior, name = printed_names(body, content.organ)
    urgency = rules.urgency.get(content.urgency)
    return OfficialPaper(
        form=load_form(rules.form),
        body_name=name,
        superior_name=superior,
        symbol=symbol_text(rules, body, content.organ, content.type_code),
        place=content.place or body.place,
        type_code=content.type_code,
        type_name=kind.name,
        subject=" ".join(content.subject.split()),
        content=content.text,
        signing=SigningBlock(
            position=content.position,
            name=content.signer.full_name if content.signer else "",
            authority=tuple(content.authority),
        ),
        bases=[basis["text"] for basis in content.bases],
        addressees=[printed(place) for place in content.addressees],
        recipients=[printed(place) for place in content.recipients],
        keep_line=content.keep_line,
        urgency=urgency.mark if urgency else "",
    )


def printed(place: dict[str, Any]) -> str:
    """A recipient as printed: «Ban Bí thư (để báo cáo)»."""
    purpose = str(place.get("purpose") or "").strip()
    return f"{place['name']} ({purpose})" if purpose else str(place["name"])


def word_file(body: Body, content: Content, on: date) -> bytes:
    """The official Word file."""
    return produce(official(body, content, on))


def printed_form(version: Version, docx: bytes, on: date) -> tuple[bytes, Places]:
    """The PDF of a version, and where number, date, signature and seal go on it."""
    body = version.draft.body
    pdf = office.to_pdf(docx)
    rules = rules_for(body, on)
    kind_has_date = version.type_code != "bien-ban" or bool(rules.form.get("minutes_have_date_line"))
    markers = Markers(
        signer=version.signer.full_name if version.signer else "",
        symbol=symbol_text(rules, body, version.organ, version.type_code),
        has_date_line=kind_has_date,
    )
    return pdf, find_places(pdf, markers)


def file_name(version: Version, suffix: str) -> str:
    """A name for a file of the draft, without marks or blanks."""
    return f"{version.draft.code}-lan-{version.n}.{suffix}"


def stored_name(number: str, suffix: str) -> str:
    """05-NQ/TU -> 05-NQ-TU.pdf."""
    return f"{number.replace('/', '-').strip('-') or 'van-ban'}.{suffix}"


def text_of(version: Version, printed_text: str = "") -> str:
    """The words by which the paper is found."""
    bases = "\n".join(basis["text"] for basis in version.bases)
    return "\n".join(filter(None, [bases, version.text or printed_text]))
