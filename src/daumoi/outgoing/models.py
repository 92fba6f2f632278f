"""Papers on their way out: drafts, their versions, opinions, appraisals and signatures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from daumoi.catalogue.models import Access, Entry
from daumoi.core.db import Versioned, evidence
from daumoi.documents.models import Document, Urgency
from daumoi.people.duties import keys_of
from daumoi.people.models import Person


class State(models.TextChoices):
    DRAFTING = "drafting", "Đang soạn"
    IN_REVIEW = "in_review", "Đang thẩm định"
    REVIEWED = "reviewed", "Chờ ký"
    SIGNED = "signed", "Chờ cấp số"
    ISSUED = "issued", "Đã ban hành"
    DROPPED = "dropped", "Đã bỏ"


OPEN = [State.DRAFTING, State.IN_REVIEW, State.REVIEWED, State.SIGNED]
APPROVED = [State.REVIEWED, State.SIGNED, State.ISSUED]


class ByEntry(models.QuerySet[Any]):
    """Rows that whoever sees the entry of the draft may see."""

    path = "entry_id"

    def visible_to(self, person: Person) -> Any:
        return self.filter(Exists(Access.objects.filter(entry=OuterRef(self.path), key__in=keys_of(person))))


class OfDraft(ByEntry):
    path = "draft__entry_id"


class OfVersion(ByEntry):
    path = "version__draft__entry_id"


class Draft(Versioned):
    """A paper being prepared. It becomes a document, with a number, only when it is issued.

    What the paper says is in its versions; the columns here repeat the current
    one where lists need it.
    """

    along = ("body", "entry", "current__signer", "current__proof")

    body = models.ForeignKey("people.Body", models.PROTECT, related_name="+", verbose_name="cơ quan ban hành")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="draft")
    organ = models.CharField("tập thể ban hành", max_length=20)
    type_code = models.CharField("loại văn bản", max_length=40)
    subject = models.CharField("trích yếu", max_length=1000)
    urgency = models.CharField("độ khẩn", max_length=20, choices=Urgency, default=Urgency.NORMAL)
    author = models.ForeignKey("people.Person", models.PROTECT, related_name="drafts", verbose_name="người soạn")
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị soạn"
    )
    source = models.ForeignKey(
        Entry, models.PROTECT, null=True, related_name="drafts_from", verbose_name="soạn từ văn bản"
    )
    state = models.CharField("tình trạng", max_length=12, choices=State, default=State.DRAFTING)
    made_at = models.DateTimeField("lập lúc", auto_now_add=True)
    current = models.ForeignKey("Version", models.PROTECT, null=True, related_name="+", verbose_name="bản hiện hành")

    reviewed_version = models.ForeignKey("Version", models.PROTECT, null=True, related_name="+")
    reviewed_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField("thẩm định xong lúc", null=True)

    signature = models.ForeignKey("Signature", models.PROTECT, null=True, related_name="+", verbose_name="chữ ký")
    signed_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField("ký lúc", null=True)

    number = models.OneToOneField("numbering.Number", models.PROTECT, null=True, related_name="draft")
    document = models.OneToOneField(Document, models.PROTECT, null=True, related_name="draft")
    issued_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField("ban hành lúc", null=True)
    finished_at = models.DateTimeField("đóng dấu, gửi xong lúc", null=True)
    finish_problem = models.CharField("trục trặc khi phát hành", max_length=500, blank=True)

    dropped_reason = models.CharField("lý do bỏ", max_length=500, null=True)

    objects = ByEntry.as_manager()

    class Meta:
        verbose_name = "dự thảo"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["body", "state", "-id"], name="draft_state"),
            models.Index(fields=["author", "state", "-id"], name="draft_author"),
        ]
        constraints = [
            evidence("draft_reviewed", APPROVED, "reviewed_version", "reviewed_by", "reviewed_at"),
            models.CheckConstraint(
                # What is signed and issued is word for word what the Office appraised.
                name="draft_reviewed_is_current",
                condition=Q(reviewed_version=None) | Q(current__isnull=False, reviewed_version=F("current")),
            ),
            evidence("draft_signed", [State.SIGNED, State.ISSUED], "signature", "signed_by", "signed_at"),
            evidence("draft_issued", [State.ISSUED], "number", "document", "issued_by", "issued_at"),
            evidence("draft_dropped", [State.DROPPED], "dropped_reason"),
            models.CheckConstraint(name="draft_finished", condition=Q(finished_at=None) | Q(state=State.ISSUED)),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.subject}"

    @property
    def code(self) -> str:
        """What a draft is called while it has no number: provisional, never an official number."""
        return f"DT-{self.pk:04d}"

    def get_absolute_url(self) -> str:
        return reverse("outgoing:detail", args=[self.pk])


class Version(models.Model):
    """One text of a draft, word for word, with its Word file. Rows are only ever added: the database refuses changes.

    `addressees` and `recipients` are lists of places: {"body": id or null, "name", "purpose"}. `bases` are
    {"text", "entry": id or null}. `authority` are the lines above the position (T/M BAN THƯỜNG VỤ).
    """

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="versions")
    n = models.PositiveIntegerField("lần")
    organ = models.CharField("tập thể ban hành", max_length=20)
    type_code = models.CharField("loại văn bản", max_length=40)
    subject = models.CharField("trích yếu", max_length=1000)
    urgency = models.CharField("độ khẩn", max_length=20, choices=Urgency, default=Urgency.NORMAL)
    bases: models.JSONField[Any, Any] = models.JSONField("căn cứ", default=list)
    addressees: models.JSONField[Any, Any] = models.JSONField("kính gửi", default=list)
    text = models.TextField("nội dung", blank=True)
    recipients: models.JSONField[Any, Any] = models.JSONField("nơi nhận", default=list)
    keep_line = models.CharField("dòng lưu", max_length=200, blank=True)
    place = models.CharField("địa danh", max_length=100)
    signer = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", verbose_name="người ký")
    by_order = models.BooleanField("ký thừa lệnh", default=False)
    authority: models.JSONField[Any, Any] = models.JSONField("thể thức đề ký", default=list)
    position = models.CharField("chức vụ khi ký", max_length=150, blank=True)
    docx = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name="tệp Word")
    own_upload = models.BooleanField("tệp Word tự soạn", default=False)
    what_changed = models.CharField("nội dung sửa", max_length=500, blank=True)
    made_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name="người sửa")
    made_at = models.DateTimeField("lúc", auto_now_add=True)

    objects = OfDraft.as_manager()

    class Meta:
        verbose_name = "bản dự thảo"
        ordering = ["draft_id", "n"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "n"], name="version_once"),
            models.CheckConstraint(name="version_positive", condition=Q(n__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}, lần {self.n}"

    @property
    def places(self) -> list[dict[str, Any]]:
        """Everywhere the paper goes: those it is addressed to, then the other recipients, each once."""
        return unique_places([*self.addressees, *self.recipients])


def unique_places(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    found: dict[Any, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(row.get("body") or row["name"].strip().casefold(), row)
    return list(found.values())


class Proof(models.Model):
    """The printed form of a version: its PDF, and the PDF with the places for signature, number and seal laid out.

    Made by a job; made again when it failed.
    """

    version = models.OneToOneField(Version, models.PROTECT, related_name="proof")
    pdf = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    prepared = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    pages = models.PositiveIntegerField("số trang", null=True)
    places: models.JSONField[Any, Any] = models.JSONField(
        "chỗ trên trang",
        default=dict,
        help_text="{signature, seal: [trang, trái, dưới, phải, trên], fields, printed_year}",
    )
    problems: models.JSONField[Any, Any] = models.JSONField("trục trặc", default=list)
    made_at = models.DateTimeField("dựng lúc", auto_now=True)

    objects = OfVersion.as_manager()

    class Meta:
        verbose_name = "bản in"
        constraints = [
            models.CheckConstraint(name="proof_prepared_is_printed", condition=Q(prepared=None) | Q(pdf__isnull=False))
        ]

    def __str__(self) -> str:
        return f"bản in của {self.version_id}"


PARTS = {
    "requirement": "Yêu cầu",
    "scope": "Phạm vi",
    "procedure": "Trình tự, thủ tục",
    "authority": "Thẩm quyền",
    "form": "Thể thức",
}


class Review(models.Model):
    """A sheet of appraisal (phiếu thẩm định) of one version. Rows are only ever added."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="reviews")
    version = models.ForeignKey(Version, models.PROTECT, related_name="reviews")
    parts: models.JSONField[Any, Any] = models.JSONField("năm mặt", help_text="{phần: {ok, remark}}")
    remark = models.TextField("nhận xét", blank=True)
    decision = models.CharField(
        "quyết định", max_length=10, choices=[("return", "Trả lại"), ("approve", "Đồng ý trình ký")]
    )
    reviewer = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name="người thẩm định")
    at = models.DateTimeField("lúc", auto_now_add=True)

    objects = OfDraft.as_manager()

    class Meta:
        verbose_name = "phiếu thẩm định"
        ordering = ["draft_id", "id"]

    def __str__(self) -> str:
        return f"{self.get_decision_display()}: {self.draft_id}, lần {self.version.n}"

    @property
    def rows(self) -> list[tuple[str, bool, str]]:
        return [
            (name, self.parts.get(key, {}).get("ok"), self.parts.get(key, {}).get("remark", ""))
            for key, name in PARTS.items()
        ]


class OpinionState(models.TextChoices):
    ASKED = "asked", "Đang xin ý kiến"
    ANSWERED = "answered", "Đã góp ý"
    SETTLED = "settled", "Đã xử lý"
    WITHDRAWN = "withdrawn", "Đã rút"


class Resolution(models.TextChoices):
    ACCEPTED = "accepted", "Tiếp thu"
    PARTLY = "partly", "Tiếp thu một phần"
    NOT = "not", "Giải trình"


class Opinion(models.Model):
    """A question put to a unit, a body or a person about one version, the answer, and what became of the answer."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="opinions")
    version_asked = models.ForeignKey(Version, models.PROTECT, related_name="+")
    unit = models.ForeignKey("people.Unit", models.PROTECT, null=True, related_name="+")
    body = models.ForeignKey("people.Body", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    question = models.TextField("nội dung xin ý kiến")
    due_on = models.DateField("trước ngày", null=True)
    asked_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("hỏi lúc", auto_now_add=True)
    state = models.CharField("tình trạng", max_length=10, choices=OpinionState, default=OpinionState.ASKED)
    answer = models.TextField("ý kiến", null=True)
    answered_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("trả lời lúc", null=True)
    resolution = models.CharField("xử lý", max_length=10, choices=Resolution, null=True)
    resolution_reason = models.CharField("nội dung xử lý", max_length=1000, blank=True)
    settled_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField("xử lý lúc", null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = OfDraft.as_manager()

    class Meta:
        verbose_name = "ý kiến góp ý"
        ordering = ["draft_id", "id"]
        constraints = [
            models.CheckConstraint(
                name="opinion_one_asked",
                condition=Q(unit__isnull=False, body=None, person=None)
                | Q(unit=None, body__isnull=False, person=None)
                | Q(unit=None, body=None, person__isnull=False),
            ),
            evidence(
                "opinion_answered",
                [OpinionState.ANSWERED, OpinionState.SETTLED],
                "answer",
                "answered_by",
                "answered_at",
            ),
            evidence("opinion_settled", [OpinionState.SETTLED], "resolution", "settled_by", "settled_at"),
        ]
        indexes = [
            models.Index(fields=["unit", "state"], name="opinion_unit"),
            models.Index(fields=["person", "state"], name="opinion_person"),
            models.Index(fields=["body", "state"], name="opinion_body"),
        ]

    def __str__(self) -> str:
        return f"{self.asked}: {self.question[:60]}"

    @property
    def asked(self) -> Any:
        return self.person or self.unit or self.body

    @property
    def tone(self) -> str:
        return {"asked": "due", "answered": "doing", "settled": "done"}.get(self.state, "hold")


class SignatureKind(models.TextChoices):
    PERSON = "person", "Chữ ký cá nhân"
    ORGANISATION = "organisation", "Chữ ký của cơ quan"


class Signature(models.Model):
    """One signature put on a paper: which key signed which bytes, and the bytes it made. Rows are only ever added."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="signatures")
    version = models.ForeignKey(Version, models.PROTECT, related_name="signatures")
    kind = models.CharField("loại", max_length=12, choices=SignatureKind)
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", verbose_name="người ký")
    certificate = models.CharField("chứng thư", max_length=100, help_text="số sê-ri hoặc dấu vân")
    certificate_name = models.CharField("tên trên chứng thư", max_length=300)
    file_in = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    file_out = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    basis = models.CharField("căn cứ ký", max_length=300, blank=True, help_text="chức vụ hoặc văn bản giao ký")
    at = models.DateTimeField("lúc", auto_now_add=True)

    objects = OfDraft.as_manager()

    class Meta:
        verbose_name = "chữ ký"
        ordering = ["draft_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft"], name="signature_one_seal", condition=Q(kind=SignatureKind.ORGANISATION)
            ),
            models.CheckConstraint(
                name="signature_person", condition=Q(kind=SignatureKind.ORGANISATION) | Q(person__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.certificate_name}"
