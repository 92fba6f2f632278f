"""All that is known of one issued paper, read some hundred papers at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from daumoi.documents.models import Attachment
from daumoi.files.models import StoredFile
from daumoi.journal.models import JournalEntry
from daumoi.outgoing.models import Draft, Review, Signature, SignatureKind, State
from daumoi.people.models import Body, Person
from daumoi.signing.models import Certificate

BATCH = 300
SUBJECT = "outgoing.draft"
STEPS = ("create", "edit", "approve", "sign", "unsign", "issue", "finish")


@dataclass
class Case:
    """A draft that is said to be issued, with everything that must agree with it."""

    draft: Draft
    body: Body | None
    people: dict[int, str]
    lines: dict[str, JournalEntry] = field(default_factory=dict)
    """The last line of the journal for each step."""
    attachments: list[Attachment] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    sheets: set[tuple[int, int]] = field(default_factory=set)
    """The version and the reviewer of every sheet that approves."""
    files: dict[int, StoredFile] = field(default_factory=dict)
    certificates: dict[str, Certificate] = field(default_factory=dict)

    @property
    def name(self) -> str:
        said = self.said("issue", "number")
        number = said or (self.draft.document.number if self.draft.document else "chưa rõ số")
        return f"Văn bản {number} ({self.draft.code})"

    def said(self, step: str, what: str) -> object:
        """What the journal wrote of this step; None when it does not say."""
        line = self.lines.get(step)
        return line.data.get(what) if line else None

    def person(self, pk: int | None) -> str:
        return self.people.get(pk or 0, "không ai")

    @property
    def seal(self) -> Signature | None:
        return next((one for one in self.signatures if one.kind == SignatureKind.ORGANISATION), None)

    def sha256(self, file_id: int | None) -> str | None:
        found = self.files.get(file_id or 0)
        return found.sha256 if found else None

    def final_file(self) -> StoredFile | None:
        """The paper with number, date and signatures as it went out; before that, the one that was signed."""
        if self.seal:
            return self.files.get(self.seal.file_out_id)
        if self.draft.finished_at:
            main = next((one for one in self.attachments if one.role == "main"), None)
            return self.files.get(main.file_id) if main else None
        return self.files.get(self.draft.signature.file_out_id) if self.draft.signature else None


def cases() -> Iterator[Case]:
    """Every issued draft, oldest first. Eight queries a batch."""
    bodies = {body.pk: body for body in Body.objects.all()}
    # Only what may be empty is joined: a row whose partner was taken away must not disappear with it.
    issued = (
        Draft.objects.filter(state=State.ISSUED)
        .select_related("current", "document", "number", "signature", "document__entry")
        .defer("current__text", "current__bases", "current__addressees", "current__recipients")
        .order_by("pk")
    )
    last = 0
    while batch := list(issued.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        yield from _read(batch, bodies)


def _read(batch: list[Draft], bodies: dict[int, Body]) -> Iterable[Case]:
    ids = [draft.pk for draft in batch]
    found = {draft.pk: Case(draft, bodies.get(draft.body_id), {}) for draft in batch}
    lines = JournalEntry.objects.filter(
        subject_type=SUBJECT, subject_id__in=ids, action__in=[f"outgoing.{step}" for step in STEPS]
    )
    for line in lines.order_by("seq"):
        found[line.subject_id].lines[line.action.removeprefix("outgoing.")] = line
    for signature in Signature.objects.filter(draft__in=ids).order_by("pk"):
        found[signature.draft_id].signatures.append(signature)
    for draft_id, version, reviewer in Review.objects.filter(draft__in=ids, decision="approve").values_list(
        "draft_id", "version_id", "reviewer_id"
    ):
        found[draft_id].sheets.add((version, reviewer))
    attached = defaultdict(list)
    documents = [draft.document_id for draft in batch]
    for attachment in Attachment.objects.filter(document__in=documents).order_by("position", "pk"):
        attached[attachment.document_id].append(attachment)
    for case in found.values():
        case.attachments = attached[case.draft.document_id or 0]
    _join(found.values())
    return found.values()


def _join(batch: Iterable[Case]) -> None:
    """Files, certificates and names, shared by the whole batch."""
    file_ids: set[int] = set()
    serials: set[str] = set()
    for case in batch:
        file_ids |= {one.file_id for one in case.attachments} | {one.file_out_id for one in case.signatures}
        serials |= {one.certificate for one in case.signatures}
    files = StoredFile.objects.only("sha256", "suffix").in_bulk(file_ids)
    known = Certificate.objects.filter(serial__in=serials).only("serial", "kind", "person_id", "body_id", "subject")
    certificates = {one.serial: one for one in known}
    named = {pk for case in batch for pk in _named(case)}
    people = dict(Person.objects.filter(pk__in=named).values_list("pk", "full_name"))
    for case in batch:
        case.files, case.certificates, case.people = files, certificates, people


def _named(case: Case) -> Iterator[int]:
    draft, version = case.draft, case.draft.current
    yield from filter(None, [draft.author_id, draft.reviewed_by_id, draft.signed_by_id, draft.issued_by_id])
    yield from filter(None, [version.signer_id, version.made_by_id] if version else [])
    yield from filter(None, [one.person_id for one in case.signatures])
