"""Capturing papers with their files. Called by the rooms that receive and issue, in their transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from daumoi.catalogue import actions as catalogue
from daumoi.catalogue.models import Entry
from daumoi.core.db import together
from daumoi.core.errors import Refusal
from daumoi.documents import jobs
from daumoi.documents.models import Attachment, Document, Security, Urgency
from daumoi.files.actions import when_read
from daumoi.files.models import StoredFile
from daumoi.numbering.notation import key as number_key
from daumoi.people.models import Body


@dataclass(frozen=True)
class Description:
    """What the office writes down about a paper."""

    issuer_name: str
    type_code: str = "khac"
    type_name: str = "Văn bản khác"
    issuer: Body | None = None
    number: str = ""
    issued_on: date | None = None
    subject: str = ""
    signer_name: str = ""
    signer_position: str = ""
    urgency: str = Urgency.NORMAL
    security: str = Security.NORMAL
    pages: int | None = None
    copies: int | None = None


@dataclass(frozen=True)
class Part:
    """A stored file on its way into a paper."""

    file: StoredFile
    name: str
    role: str = "main"


def title_of(description: Description | Document) -> str:
    """How the catalogue calls a paper; a stub of Tuyệt mật has no subject, and says so."""
    if description.subject:
        return description.subject
    if description.security != Security.NORMAL:
        return f"(Văn bản {Security(description.security).label.lower()}, chỉ lưu phiếu theo dõi)"
    return f"{description.type_name} {description.number}".strip() if description.number else description.type_name


def readers_of(body: Body, security: str) -> dict[str, str]:
    """Who sees a paper because of the register it stands in; a stub is for fewer."""
    if security != Security.NORMAL:
        return {f"s{body.pk}": "giữ sổ văn bản mật"}
    return {f"r{body.pk}": "người giữ sổ"}


def capture(
    kind: str,
    description: Description,
    *,
    body: Body,
    day: date,
    parts: Sequence[Part] = (),
    access: Mapping[str, str] | None = None,
    facets: Iterable[str] = (),
    party: str = "",
    text: str = "",
    seal: bool = False,
) -> Document:
    """A paper and its entry in the catalogue. `day` is where it stands in the register.

    `access` None means the readers of the register. The entry points at the
    document until the caller points it at something of its own. `seal` makes
    it final: no later change, not even by a program.
    """
    problems = missing_in(description, parts)
    if problems:
        raise Refusal(*problems)
    with together():
        words = [text, *(part.file.text for part in parts if part.file.rendered_at)]
        entry = catalogue.enter(
            kind,
            body=body,
            title=title_of(description)[:1000],
            day=day,
            access=readers_of(body, description.security) if access is None else access,
            number=description.number,
            type_code=description.type_code,
            party=(party or description.issuer_name)[:300],
            security=description.security,
            text=jobs.index_words(words),
            facets=facets,
        )
        document = Document.objects.create(
            body=body, entry=entry, number_key=key_of(description.number), **columns_of(description)
        )
        catalogue.point(entry, document)
        for part in parts:
            attach(document, part.file, part.name, role=part.role)
        if seal:
            document = seal_document(document)
        return document


def missing_in(description: Description, parts: Sequence[Part] = ()) -> list[str]:
    """What stands in the way of capturing this paper, as sentences."""
    problems = []
    if not description.issuer_name.strip():
        problems.append("Chưa ghi cơ quan ban hành.")
    if description.security == Security.TUYET_MAT and description.subject:
        problems.append("Văn bản Tuyệt mật không ghi trích yếu vào hệ thống.")
    if description.security != Security.NORMAL and parts:
        problems.append("Văn bản có độ mật chỉ lưu phiếu theo dõi, không đưa tệp vào hệ thống.")
    return problems


def columns_of(description: Description) -> dict[str, Any]:
    return {field.name: getattr(description, field.name) for field in fields(description)}


def key_of(number: str) -> str:
    return number_key(number)[:100] if number else ""


def attach(document: Document, file: StoredFile, name: str, *, role: str = "main") -> Attachment:
    """Add a file to a paper; its words reach the search when they are known."""
    if document.is_stub:
        raise Refusal("Văn bản có độ mật chỉ lưu phiếu theo dõi, không đưa tệp vào hệ thống.")
    position = document.attachments.count()
    found, _created = Attachment.objects.get_or_create(
        document=document, file=file, name=name, defaults={"role": role, "position": position}
    )
    if not file.read_at:
        when_read(file, "documents.index_text", document_id=document.pk)
    return found


def redescribe(document: Document, description: Description) -> tuple[dict[str, Any], dict[str, Any]]:
    """Correct what is written about a paper that is not sealed; the values before and after, for the journal."""
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if document.is_sealed:
        raise Refusal("Văn bản đã ban hành không sửa được.", advice="Ban hành văn bản thay thế hoặc đính chính.")
    problems = missing_in(description, ())
    if description.security != Security.NORMAL and document.attachments.exists():
        problems.append("Văn bản đang có tệp nên không chuyển thành phiếu mật được. Gạch số này rồi vào phiếu mới.")
    if problems:
        raise Refusal(*problems)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name, value in columns_of(description).items():
        old = getattr(document, name)
        if old != value:
            before[name], after[name] = _told(old), _told(value)
            setattr(document, name, value)
    document.number_key = key_of(description.number)
    document.save()
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=document.entry_id)
    catalogue.change(
        entry,
        title=title_of(description)[:1000],
        number=description.number,
        type_code=description.type_code,
        party=description.issuer_name[:300],
        security=description.security,
    )
    return before, after


def _told(value: Any) -> Any:
    return str(value) if isinstance(value, Body) else value


def seal_document(document: Document) -> Document:
    """From here on the paper and its files cannot change: the database refuses."""
    document.is_sealed = True
    document.save(update_fields=["is_sealed"])
    return document
