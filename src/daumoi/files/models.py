"""Stored files: content-addressed, never altered; renditions made from them; uploads under way."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from daumoi.people.models import Person


class StoredFile(models.Model):
    """The bytes of one file, named by their SHA-256. Who may read it is decided by what it is attached to."""

    sha256 = models.CharField("dấu vân", max_length=64, unique=True)
    size = models.BigIntegerField("số byte")
    media_type = models.CharField("kiểu tệp", max_length=100)
    suffix = models.CharField("đuôi tệp", max_length=10)
    pages = models.PositiveIntegerField("số trang", null=True)
    page_sizes: models.JSONField[Any, Any] = models.JSONField("khổ các trang đầu", default=list)
    text = models.TextField("chữ trong tệp", blank=True)
    text_source = models.CharField(
        "chữ lấy từ",
        max_length=10,
        blank=True,
        choices=[("layer", "lớp chữ"), ("ocr", "nhận dạng"), ("word", "tệp soạn thảo")],
    )
    ocr_page = models.PositiveIntegerField("đã nhận dạng đến trang", default=0)
    problem = models.CharField("trục trặc khi đọc", max_length=300, blank=True)
    rendered_at = models.DateTimeField("đã dựng trang lúc", null=True)
    read_at = models.DateTimeField("đã đọc xong chữ lúc", null=True)
    wanted_by: models.JSONField[Any, Any] = models.JSONField("việc chờ đọc xong", default=list)
    stored_at = models.DateTimeField("cất lúc", auto_now_add=True)

    class Meta:
        verbose_name = "tệp"

    def __str__(self) -> str:
        return self.sha256[:12]


class Rendition(models.Model):
    """Something made from a stored file: its PDF, a page picture, a thumbnail."""

    source = models.ForeignKey(StoredFile, models.CASCADE, related_name="renditions")
    kind = models.CharField(
        "loại", max_length=10, choices=[("pdf", "PDF"), ("page", "ảnh trang"), ("thumb", "ảnh nhỏ")]
    )
    page = models.PositiveIntegerField("trang", default=0)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "bản dựng"
        constraints = [models.UniqueConstraint(fields=["source", "kind", "page"], name="rendition_once")]

    def __str__(self) -> str:
        return f"{self.source} {self.kind} {self.page}"


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, person: Person) -> UploadQuerySet:
        """Uploads belong to the person who sends them, and to nobody else."""
        return self.filter(person_id=person.pk)

    def waiting(self) -> UploadQuerySet:
        """Not yet part of anything; refused ones stay in sight until the person puts them away."""
        return self.filter(used_at=None)


class Upload(models.Model):
    """A file on its way in. Belongs to the person who sends it until something attaches it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    body = models.ForeignKey("people.Body", models.CASCADE, related_name="+", null=True)
    name = models.CharField("tên tệp", max_length=255)
    size = models.BigIntegerField("số byte")
    offset = models.BigIntegerField("đã nhận", default=0)
    pieces: models.JSONField[Any, Any] = models.JSONField("các mảnh", default=list)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="uploads")
    problem = models.CharField("không nhận vì", max_length=400, blank=True)
    used_at = models.DateTimeField("đã dùng lúc", null=True)
    created_at = models.DateTimeField("bắt đầu lúc", auto_now_add=True)
    touched_at = models.DateTimeField("nhận lần cuối", auto_now=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp đang tải lên"
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                name="upload_within_size", condition=Q(offset__gte=0) & Q(offset__lte=models.F("size"))
            ),
            models.CheckConstraint(name="upload_used_is_whole", condition=Q(used_at=None) | Q(file__isnull=False)),
        ]
        indexes = [
            models.Index(fields=["person", "used_at"], name="upload_waiting"),
            models.Index(fields=["touched_at"], name="upload_touched"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def percent(self) -> int:
        return 100 if self.file_id else int(self.offset * 100 / self.size) if self.size else 0
