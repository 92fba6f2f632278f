"""What the reception page shows and suggests. Reads only."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from daumoi import vietnamese
from daumoi.documents.models import Attachment, Delivery, Recall
from daumoi.documents.pages import Preview, preview
from daumoi.extraction import Suggestion, extract_text
from daumoi.files.models import Upload
from daumoi.incoming.models import BOOK, Sender
from daumoi.numbering.actions import peek
from daumoi.numbering.notation import parse
from daumoi.numbering.series import period_of
from daumoi.people import suggestions
from daumoi.people.models import Body, Person
from daumoi.people.naming import found_by
from daumoi.rulesets.book import RuleBook, current_book
from daumoi.rulesets.guess import type_of_symbol

SHOWN = 40
READ = "đọc từ trang 1"
FIRST_PAGE = 8_000
SURE = 0.5  # below this an empty field helps more than what was read


@dataclass
class Suggested:
    """Values for the form, and where each came from."""

    values: dict[str, Any] = field(default_factory=dict)
    whence: dict[str, str] = field(default_factory=dict)
    mark: str = ""

    def add(self, name: str, value: Any, whence: str) -> None:
        if value and name not in self.values:
            self.values[name], self.whence[name] = value, whence


def waiting(person: Person) -> list[Upload]:
    """The person's files on the tray: whole ones first, oldest first; refused ones with their reason."""
    found = Upload.objects.visible_to(person).waiting().select_related("file")[:SHOWN]
    return sorted(found, key=lambda upload: upload.file_id is None)


def queue(body: Body) -> list[Delivery]:
    """What other bodies of the installation have sent and nobody has entered yet."""
    found = Delivery.objects.waiting_for([body.pk]).select_related("document__body")
    found = found.annotate(wanted_back=Exists(Recall.objects.waiting().filter(delivery=OuterRef("pk"))))
    return list(found.order_by("sent_at", "pk")[:SHOWN])


def read_upload(upload: Upload, book: RuleBook | None = None) -> Suggested:
    """What the first page of an uploaded file suggests."""
    found = Suggested()
    if upload.file is None or not upload.file.text:
        return found
    book = book or current_book()
    said = extract_text(upload.file.text.partition("\f")[0][:FIRST_PAGE], book.sets)
    number, subject, day = (_sure(one) for one in (said.number, said.subject, said.issued_on))
    subject = _written_out(subject)
    issued_on = date.fromisoformat(day) if day else None
    found.mark = said.secrecy.value.upper() if said.secrecy else ""
    found.add("number", number, READ)
    found.add("issued_on", f"{issued_on:%d/%m/%Y}" if issued_on else "", READ)
    found.add("subject", subject, READ)
    found.add("pages", upload.file.pages, "đếm trong tệp")
    by_symbol(found, number, subject, issued_on, book)
    return found


def _sure(suggestion: Suggestion | None) -> str:
    """What was read with some confidence; a scan that was misread had better be typed."""
    return suggestion.value if suggestion and suggestion.confidence >= SURE else ""


def _written_out(subject: str) -> str:
    """«V/v hoàn thiện hồ sơ» as a register says it: «Về việc hoàn thiện hồ sơ»."""
    return re.sub(r"^V/v\s*:?\s*(\w)", lambda lead: f"Về việc {lead[1].lower()}", subject, flags=re.IGNORECASE)


def by_symbol(
    found: Suggested, number: str, subject: str = "", on: date | None = None, book: RuleBook | None = None
) -> None:
    """Type and sender as the symbol of the number names them."""
    notation = parse(number) if number else None
    if notation is None:
        return
    rules = (book or current_book()).covering(notation.style or "party", on or timezone.localdate())
    if rules and (guess := type_of_symbol(rules, number, subject)):
        letters = notation.type_abbr or "không có tên loại"
        found.add("type_code", guess.code, f"từ ký hiệu {letters}")
    if notation.body and (body := body_of_code(notation.body)):
        found.add("issuer", body.pk, f"từ ký hiệu {body.code}")
        found.add("issuer_text", body.name, f"từ ký hiệu {body.code}")


def body_of_code(code: str) -> Body | None:
    """The one body with this code; none where several share it (every commune has ĐU)."""
    found = list(Body.objects.existing(timezone.localdate()).filter(code__iexact=code)[:2])
    return found[0] if len(found) == 1 else None


def next_number(body: Body, book: RuleBook) -> int:
    """The number that would come next; only for display."""
    today = timezone.localdate()
    series = book.at("state" if body.system == "state" else "party", today).incoming_series()
    return peek(body, BOOK, period_of(series.period, body, today).key)


def senders(body: Body, typed: str) -> list[dict[str, Any]]:
    """Bodies of the directory, then names that the clerks of this body typed before."""
    found = suggestions.bodies(typed)
    if (condition := found_by(typed)) is not None:
        known = {vietnamese.fold(item["label"]) for item in found}
        found += [
            {"id": "", "label": sender.name, "note": "đã dùng trước đây"}
            for sender in Sender.objects.filter(condition, body=body)[:5]
            if vietnamese.fold(sender.name) not in known
        ]
    return found


def wanted_back(delivery: Delivery, person: Person) -> Recall | None:
    """The open wish of the sender to have back a paper that nobody has entered yet."""
    found = Recall.objects.visible_to(person).waiting().filter(delivery=delivery)
    return found.select_related("delivery__document", "replacement", "asked_by").first()


def delivery_preview(delivery: Delivery) -> Preview | None:
    """The first file of a paper still in the queue, for the registry of the recipient."""
    attachment = attachments_of(delivery).first()
    if attachment is None:
        return None
    return preview(
        attachment.file,
        attachment.name,
        page_url=reverse("incoming:delivery_page", args=[delivery.pk, attachment.pk, 0]),
        file_url=reverse("incoming:delivery_file", args=[delivery.pk, attachment.pk]),
    )


def attachments_of(delivery: Delivery) -> Any:
    """What of the sender's files goes to the recipient: the paper and its annexes, not the working file."""
    return Attachment.objects.filter(document=delivery.document_id).exclude(role="source").select_related("file")
