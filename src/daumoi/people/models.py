"""Bodies, units, people, their dated duties and delegations, terms of office."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Literal

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from daumoi.core.db import Versioned


class BodyKind(models.TextChoices):
    CENTRAL = "central", "Cơ quan Trung ương"
    PROVINCE = "province", "Tỉnh uỷ, thành uỷ"
    COMMUNE = "commune", "Đảng uỷ xã, phường, đặc khu"
    PARTY_BODY = "party_body", "Đảng uỷ trực thuộc khác"
    GRASSROOTS = "grassroots", "Đảng uỷ cơ sở"
    CELL = "cell", "Chi bộ"
    OFFICE = "office", "Văn phòng cấp uỷ"
    ADVISORY = "advisory", "Ban tham mưu của cấp uỷ"
    INSPECTION = "inspection", "Uỷ ban Kiểm tra"
    STATE = "state", "Cơ quan nhà nước"
    MASS_ORG = "mass_org", "Mặt trận, đoàn thể"
    OTHER = "other", "Nơi khác"


class DatedQuerySet(models.QuerySet[Any]):
    """Rows with `starts_on` and an open or closed `ends_on` (both days included)."""

    def on(self, day: date) -> Any:
        return self.filter(Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day))


class BodyQuerySet(models.QuerySet["Body"]):
    def existing(self, day: date) -> BodyQuerySet:
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day))

    def here(self) -> BodyQuerySet:
        """Bodies that keep their registers in this installation."""
        return self.filter(is_here=True)


class Body(Versioned):
    """An organisation: one that works here, or one that papers come from or go to.

    A body never disappears: it ends on a day and names its successor.
    """

    name = models.CharField("tên cơ quan", max_length=200)
    short_name = models.CharField("tên gọi tắt", max_length=100, blank=True)
    kind = models.CharField("loại", max_length=20, choices=BodyKind)
    code = models.CharField("ký hiệu trên văn bản", max_length=30, blank=True, help_text="TU, VPTU, ĐU…")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="cấp trên"
    )
    office = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="serves",
        verbose_name="văn phòng giữ sổ",
        help_text="để trống khi cơ quan tự giữ sổ",
    )
    place = models.CharField("địa danh trên văn bản", max_length=100, blank=True)
    is_here = models.BooleanField("làm việc trên hệ thống này", default=False)
    email = models.EmailField("thư điện tử", blank=True)
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="cơ quan kế tục"
    )
    search_key = models.CharField(max_length=700, editable=False, db_index=True)
    sort_key = models.CharField(max_length=500, editable=False, db_index=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = "cơ quan"
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                name="body_dates",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=models.F("valid_to")),
            ),
            models.UniqueConstraint(
                fields=["code"],
                name="body_code_here",
                condition=Q(is_here=True, valid_to=None, parent=None) & ~Q(code=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def registry(self) -> Body:
        """The body whose clerks keep this body's registers."""
        return self.office or self

    @property
    def system(self) -> Literal["party", "state"]:
        """Which rule sets its papers follow."""
        return "state" if self.kind in {BodyKind.STATE} else "party"


class BodyCode(models.Model):
    """An identifier of a body in some scheme (QĐ 20, QCVN 102, Party), with its dates."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="codes", verbose_name="cơ quan")
    scheme = models.CharField(
        "bảng mã",
        max_length=20,
        choices=[("party", "Mã định danh của Đảng"), ("qd20", "QĐ 20/2020"), ("qcvn102", "QCVN 102:2016")],
    )
    code = models.CharField("mã", max_length=60)
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        verbose_name = "mã định danh"
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="body_code_once", condition=Q(valid_to=None))
        ]

    def __str__(self) -> str:
        return self.code


class Unit(Versioned):
    """A room or section inside a body (phòng, bộ phận)."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="units", verbose_name="cơ quan")
    name = models.CharField("tên đơn vị", max_length=200)
    sort_key = models.CharField(max_length=500, editable=False)
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        verbose_name = "đơn vị"
        ordering = ["body_id", "sort_key"]
        constraints = [models.UniqueConstraint(fields=["body", "name"], name="unit_name_once")]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(login__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who works here. What a person may do comes from appointments, never from this row."""

    login = models.CharField("tên đăng nhập", max_length=60, unique=True)
    full_name = models.CharField("họ và tên", max_length=120)
    email = models.EmailField("thư điện tử", blank=True)
    phone = models.CharField("điện thoại", max_length=30, blank=True)
    kept_by = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="kept_people",
        verbose_name="cơ quan giữ tài khoản",
    )
    is_active = models.BooleanField("được đăng nhập", default=True)
    must_change_password = models.BooleanField("mật khẩu tạm", default=False)
    is_invented = models.BooleanField("nhân vật minh hoạ", default=False)
    wants_mail = models.BooleanField("nhận thông báo qua thư điện tử", default=True)
    sort_key = models.CharField(max_length=400, editable=False)
    search_key = models.CharField(max_length=300, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]
    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        verbose_name = "cán bộ"
        ordering = ["sort_key"]
        constraints = [models.UniqueConstraint(Lower("login"), name="person_login_once")]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name

    @property
    def administers(self) -> bool:
        """Whether the person looks after the installation today."""
        return self.appointments.on(timezone.localdate()).filter(duty=Duty.ADMIN).exists()

    @property
    def journal_bodies(self) -> list[int]:
        """The bodies whose whole journal the person may read: chief of office and administrator."""
        mine = self.appointments.on(timezone.localdate()).filter(duty__in=[Duty.CHIEF, Duty.ADMIN])
        own = list(mine.values_list("body_id", flat=True))
        return [*own, *Body.objects.filter(office_id__in=own).values_list("pk", flat=True)]


class FirstLink(models.Model):
    """An address that opens the first-run page once, while there is no administrator. Only its digest is kept."""

    digest = models.CharField("dấu vân", max_length=64, unique=True)
    expires_at = models.DateTimeField("hết hạn lúc")

    class Meta:
        verbose_name = "đường dẫn lần đầu"

    def __str__(self) -> str:
        return f"{self.expires_at:%d/%m/%Y %H:%M}"


class Duty(models.TextChoices):
    LEADER = "leader", "Lãnh đạo"
    CHIEF = "chief", "Chánh Văn phòng"
    DEPUTY_CHIEF = "deputy_chief", "Phó Chánh Văn phòng"
    ASSISTANT = "assistant", "Thư ký, trợ lý"
    CLERK = "clerk", "Văn thư"
    REVIEWER = "reviewer", "Thẩm định"
    SPECIALIST = "specialist", "Chuyên viên"
    UNIT_HEAD = "unit_head", "Trưởng đơn vị"
    ARCHIVIST = "archivist", "Lưu trữ"
    ADMIN = "admin", "Quản trị"


class Rank(models.TextChoices):
    """What the signing formula depends on (party-office rules 10-12)."""

    HEAD = "head", "Cấp trưởng"
    DEPUTY = "deputy", "Cấp phó"
    ACTING = "acting", "Quyền cấp trưởng"
    STAFF = "staff", "Không ký"


class Appointment(models.Model):
    """A duty that a person holds in a body from one day to another."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments", verbose_name="cán bộ")
    body = models.ForeignKey(Body, models.PROTECT, related_name="appointments", verbose_name="cơ quan")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="appointments", verbose_name="đơn vị"
    )
    duty = models.CharField("nhiệm vụ trong hệ thống", max_length=20, choices=Duty)
    position = models.CharField(
        "chức vụ", max_length=120, help_text="như in trên văn bản: Phó Bí thư, Chánh Văn phòng…"
    )
    rank = models.CharField("cấp ký", max_length=10, choices=Rank, default=Rank.STAFF)
    assists = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="assistants", verbose_name="giúp việc cho"
    )
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến hết ngày", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "bổ nhiệm"
        ordering = ["body_id", "duty", "starts_on"]
        indexes = [models.Index(fields=["body", "duty"], name="appointment_duty")]
        constraints = [
            models.CheckConstraint(
                name="appointment_dates", condition=Q(ends_on=None) | Q(starts_on__lte=models.F("ends_on"))
            ),
            models.UniqueConstraint(
                fields=["person", "body", "unit", "duty", "starts_on"], name="appointment_once", nulls_distinct=None
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.position}"


class Delegation(models.Model):
    """A written authority to sign by order (thừa lệnh), for named types and days."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="delegations", verbose_name="cơ quan giao")
    organ = models.CharField("tập thể giao", max_length=20, default="standing")
    delegate = models.ForeignKey(Person, models.PROTECT, related_name="delegations", verbose_name="người được giao")
    position = models.CharField("chức vụ khi ký", max_length=120)
    type_codes: models.JSONField[Any, Any] = models.JSONField("loại văn bản", default=list, help_text="rỗng: mọi loại")
    basis = models.CharField("văn bản giao", max_length=300)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến hết ngày", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "giao ký thừa lệnh"
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                name="delegation_dates", condition=Q(ends_on=None) | Q(starts_on__lte=models.F("ends_on"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.delegate}: {self.basis}"


class Term(Versioned):
    """A term of office (nhiệm kỳ) of a committee, from congress to congress."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="terms", verbose_name="cấp uỷ")
    name = models.CharField("tên nhiệm kỳ", max_length=60, help_text="2025-2030")
    ordinal = models.CharField("khoá", max_length=20, blank=True, help_text="I, XV…")
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến hết ngày", null=True, blank=True, help_text="ngày bế mạc đại hội kế tiếp")
    congress_from = models.DateField("đại hội từ ngày", null=True, blank=True)
    congress_to = models.DateField("đại hội đến ngày", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "nhiệm kỳ"
        ordering = ["body_id", "-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["body", "name"], name="term_name_once"),
            models.UniqueConstraint(fields=["body", "starts_on"], name="term_start_once"),
            models.CheckConstraint(
                name="term_dates", condition=Q(ends_on=None) | Q(starts_on__lte=models.F("ends_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ImportSheet(Versioned):
    """A table somebody brought, until it is taken in: its rows as text, and which column means what."""

    class Kind(models.TextChoices):
        BODIES = "bodies", "Cơ quan"
        PEOPLE = "people", "Cán bộ"

    kind = models.CharField("nhập gì", max_length=10, choices=Kind)
    file_name = models.CharField("tên tệp", max_length=200)
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cơ quan của cán bộ"
    )
    header: models.JSONField[Any, Any] = models.JSONField("tiêu đề cột", default=list)
    rows: models.JSONField[Any, Any] = models.JSONField("các dòng", default=list)
    mapping: models.JSONField[Any, Any] = models.JSONField("nghĩa của cột", default=dict)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="import_sheets", verbose_name="người tải lên")
    made_at = models.DateTimeField("lúc", auto_now_add=True)
    done_at = models.DateTimeField("ghi xong lúc", null=True, blank=True)
    result: models.JSONField[Any, Any] = models.JSONField("kết quả", default=dict)

    class Meta:
        verbose_name = "bảng nhập"
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.file_name
