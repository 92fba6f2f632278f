"""Documents: the papers themselves, as the office knows them, their files, and their way from body to body."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from daumoi.catalogue.models import Access, Entry
from daumoi.core.db import evidence
from daumoi.people.duties import keys_of
from daumoi.people.models import Person


class Security(models.TextChoices):
    NORMAL = "normal", "Thường"
    MAT = "mat", "Mật"
    TOI_MAT = "toi_mat", "Tối mật"
    TUYET_MAT = "tuyet_mat", "Tuyệt mật"


class Urgency(models.TextChoices):
    NORMAL = "normal", "Thường"
    URGENT = "khan", "Khẩn"
    VERY_URGENT = "thuong_khan", "Thượng khẩn"
    FLASH = "hoa_toc", "Hoả tốc"
    FLASH_HOUR = "hoa_toc_hen_gio", "Hoả tốc hẹn giờ"


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, person: Person) -> DocumentQuerySet:
        """Whoever sees the entry sees the document."""
        return self.filter(Exists(Access.objects.filter(entry=OuterRef("entry_id"), key__in=keys_of(person))))


class Document(models.Model):
    """A captured paper as one body holds it: received, or issued. Its description; the bytes are `Attachment`s."""

    body = models.ForeignKey("people.Body", models.PROTECT, related_name="+", verbose_name="nơi giữ")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="document")
    issuer = models.ForeignKey(
        "people.Body", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cơ quan ban hành"
    )
    issuer_name = models.CharField("tên cơ quan ban hành", max_length=300)
    type_code = models.CharField("loại văn bản", max_length=40)
    type_name = models.CharField("tên loại", max_length=80)
    number = models.CharField("số, ký hiệu", max_length=100, blank=True)
    number_key = models.CharField(max_length=100, blank=True)
    issued_on = models.DateField("ngày văn bản", null=True, blank=True)
    subject = models.CharField("trích yếu", max_length=1000, blank=True)
    signer_name = models.CharField("người ký", max_length=120, blank=True)
    signer_position = models.CharField("chức vụ người ký", max_length=150, blank=True)
    urgency = models.CharField("độ khẩn", max_length=20, choices=Urgency, default=Urgency.NORMAL)
    security = models.CharField("độ mật", max_length=12, choices=Security, default=Security.NORMAL)
    pages = models.PositiveIntegerField("số trang", null=True, blank=True)
    copies = models.PositiveIntegerField("số bản", null=True, blank=True)
    is_sealed = models.BooleanField("đã chốt", default=False, help_text="văn bản đã ban hành: không đổi được nữa")
    captured_at = models.DateTimeField("ghi nhận lúc", auto_now_add=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản"
        constraints = [
            models.CheckConstraint(
                name="document_top_secret_no_subject", condition=~Q(security="tuyet_mat") | Q(subject="")
            ),
            models.CheckConstraint(name="document_known_security", condition=Q(security__in=Security.values)),
        ]
        indexes = [
            models.Index(fields=["body", "number_key", "issued_on"], name="document_number"),
            models.Index(fields=["body", "type_code", "issued_on"], name="document_type"),
        ]

    def __str__(self) -> str:
        return self.number or self.subject

    @property
    def is_stub(self) -> bool:
        """A paper marked Mật or above: only the fact that it exists is kept."""
        return self.security != Security.NORMAL


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, person: Person) -> AttachmentQuerySet:
        """Whoever sees the document reads its files."""
        seen = Access.objects.filter(entry=OuterRef("document__entry_id"), key__in=keys_of(person))
        return self.filter(Exists(seen))


class Attachment(models.Model):
    """A stored file as part of a document: the paper itself, or an annex."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="attachments")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="attachments")
    name = models.CharField("tên tệp", max_length=255)
    role = models.CharField(
        "vai trò",
        max_length=10,
        choices=[("main", "Văn bản"), ("annex", "Phụ lục"), ("source", "Tệp soạn thảo")],
        default="main",
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp kèm"
        ordering = ["document_id", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["document", "file", "name"], name="attachment_once")]

    def __str__(self) -> str:
        return self.name


class DeliveryState(models.TextChoices):
    PENDING = "pending", "Chờ gửi"
    SENT = "sent", "Đã gửi"
    ARRIVED = "arrived", "Đã đến"
    REGISTERED = "registered", "Đã vào sổ"
    ASSIGNED = "assigned", "Đã phân công"
    DONE = "done", "Đã xử lý xong"
    REFUSED = "refused", "Từ chối nhận"
    RECALLED = "recalled", "Đã thu hồi"


class Channel(models.TextChoices):
    INSIDE = "inside", "Trong hệ thống"
    PAPER = "paper", "Bản giấy"
    EMAIL = "email", "Thư điện tử"
    AXIS = "axis", "Trục liên thông"
    NONE = "none", "Để biết trên văn bản"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def of_sender(self, person: Person) -> DeliveryQuerySet:
        """Deliveries of documents the person sees."""
        return self.filter(document__in=Document.objects.visible_to(person))

    def waiting_for(self, body_ids: Iterable[int]) -> DeliveryQuerySet:
        """What lies in the reception queues of these bodies."""
        return self.filter(recipient_id__in=list(body_ids), state__in=[DeliveryState.SENT, DeliveryState.ARRIVED])


class Delivery(models.Model):
    """One recipient of one issued document: how it was sent, and how far it has come there."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="deliveries")
    recipient = models.ForeignKey(
        "people.Body", models.PROTECT, null=True, blank=True, related_name="deliveries", verbose_name="nơi nhận"
    )
    recipient_name = models.CharField("nơi nhận", max_length=300)
    purpose = models.CharField("để làm gì", max_length=200, blank=True)
    channel = models.CharField("cách gửi", max_length=10, choices=Channel, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    state = models.CharField("tình trạng", max_length=15, choices=DeliveryState, default=DeliveryState.PENDING)
    moved_at = models.DateTimeField("đổi tình trạng lúc")
    sent_at = models.DateTimeField("gửi lúc", null=True)
    sent_note = models.CharField("ghi chú gửi", max_length=300, blank=True)
    received_entry = models.ForeignKey(
        Entry, models.PROTECT, null=True, blank=True, related_name="deliveries", verbose_name="vào sổ thành"
    )
    received_number = models.CharField("số đến", max_length=40, blank=True)
    refused_reason = models.CharField("lý do từ chối", max_length=500, null=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    journal_data: dict[str, Any]

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "lượt gửi"
        ordering = ["document_id", "position", "id"]
        indexes = [models.Index(fields=["recipient", "state"], name="delivery_queue")]
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="delivery_once"),
            evidence("delivery_refused", [DeliveryState.REFUSED], "refused_reason"),
            models.CheckConstraint(
                name="delivery_sent",
                condition=Q(state=DeliveryState.PENDING, sent_at=None)
                | (~Q(state=DeliveryState.PENDING) & Q(sent_at__isnull=False) & ~Q(channel="")),
            ),
            models.CheckConstraint(
                name="delivery_registered",
                condition=Q(received_entry__isnull=False) | ~Q(state__in=["assigned", "done"]) | ~Q(channel="inside"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} → {self.recipient_name}"

    @property
    def body_id(self) -> int:
        """The journal of a delivery belongs to the body that sent it."""
        return self.document.body_id

    @property
    def tone(self) -> str:
        return {"pending": "due", "registered": "doing", "assigned": "doing"}.get(self.state, "")


class RecallState(models.TextChoices):
    ASKED = "asked", "Chờ trả lời"
    AGREED = "agreed", "Đồng ý"
    REFUSED = "refused", "Không đồng ý"


class RecallQuerySet(models.QuerySet["Recall"]):
    def visible_to(self, person: Person) -> RecallQuerySet:
        """Both sides: whoever sees the paper as it was sent or as it was entered, and the registry of the recipient."""
        receiving = [int(key[1:]) for key in keys_of(person) if key.startswith("r")]
        seen = Access.objects.filter(key__in=keys_of(person))
        sent = Exists(seen.filter(entry=OuterRef("delivery__document__entry_id")))
        entered = Exists(seen.filter(entry=OuterRef("delivery__received_entry_id")))
        return self.filter(sent | entered | Q(delivery__recipient_id__in=receiving, delivery__channel=Channel.INSIDE))

    def waiting(self) -> RecallQuerySet:
        return self.filter(state=RecallState.ASKED)


class Recall(models.Model):
    """The sender asks one recipient to give a document back, or to take another in its place; the recipient answers."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="recalls", verbose_name="lượt gửi")
    replacement = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name="thay bằng"
    )
    reason = models.CharField("lý do", max_length=500)
    asked_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("đề nghị lúc", auto_now_add=True)
    state = models.CharField("tình trạng", max_length=10, choices=RecallState, default=RecallState.ASKED)
    answer = models.CharField("trả lời", max_length=500, null=True)
    answered_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("trả lời lúc", null=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    journal_data: dict[str, Any]

    objects = RecallQuerySet.as_manager()

    class Meta:
        verbose_name = "đề nghị thu hồi"
        ordering = ["delivery_id", "id"]
        constraints = [
            evidence(
                "recall_answered", [RecallState.AGREED, RecallState.REFUSED], "answer", "answered_by", "answered_at"
            ),
            models.UniqueConstraint(fields=["delivery"], name="recall_one_open", condition=Q(state=RecallState.ASKED)),
            models.CheckConstraint(name="recall_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{'Thay thế' if self.replacement_id else 'Thu hồi'}: {self.delivery}"

    @property
    def body_id(self) -> int:
        return self.delivery.document.body_id

    @property
    def tone(self) -> str:
        return {"asked": "due", "agreed": "done"}.get(self.state, "back")
