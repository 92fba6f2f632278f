"""The book of specimens: every component with invented contents. Only there when DAUMOI_DEBUG is on."""

import datetime as dt
from types import SimpleNamespace as Thing
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from daumoi.core.errors import NotAllowed, NotReady, Refusal
from daumoi.core.words import tell

tell(
    "specimen",
    register="vào sổ số {number}",
    direct="bút phê và đặt hạn 17:00 hôm nay",
    issue="ban hành, đóng dấu {number}",
)

LINKS: list[tuple[str, list[dict[str, Any]]]] = [
    (
        "Việc của tôi",
        [
            {"icon": "lamp-desk", "label": "Bàn làm việc", "short": "Bàn", "key": True},
            {"icon": "pen-line", "label": "Chờ tôi quyết", "short": "Quyết", "key": True, "count": 9},
            {"icon": "waypoints", "label": "Tôi đang theo dõi", "count": 31},
        ],
    ),
    (
        "Văn bản vào",
        [
            {"icon": "inbox", "label": "Tiếp nhận", "count": 6},
            {"icon": "book-open", "label": "Sổ văn bản đến", "short": "Sổ đến", "key": True, "url": "/mau/so/"},
        ],
    ),
    (
        "Văn bản ra",
        [
            {"icon": "stamp", "label": "Soạn và thẩm định", "short": "Soạn", "key": True, "count": 3},
            {"icon": "send", "label": "Sổ văn bản đi"},
        ],
    ),
    (
        "Ghi nhớ",
        [
            {"icon": "archive", "label": "Hồ sơ, lưu trữ"},
            {"icon": "list-checks", "label": "Nhiệm vụ", "count": 12, "late": True},
            {"icon": "chart-column", "label": "Thống kê nhiệm kỳ"},
        ],
    ),
]


def shell(current: str = "") -> dict[str, Any]:
    """What the desk gives to the shell of every page, invented."""
    rail = [
        {"name": name, "links": [{"url": "/mau/", **link, "current": link["label"] == current} for link in links]}
        for name, links in LINKS
    ]
    return {
        "rail": rail,
        "rail_foot": ["Nhật ký khớp đến 08:55", "Sao lưu gần nhất: 02:00 hôm nay"],
        "palette": {
            "url": "/mau/tim/",
            "page": "/mau/",
            "commands": [
                {"url": "/mau/", "icon": "inbox", "label": "Tiếp nhận văn bản mới", "key": "N"},
                {"url": "/mau/", "icon": "pen-line", "label": "Soạn kết luận hội nghị Ban Thường vụ", "key": "S"},
                {"url": "/mau/in/", "icon": "printer", "label": "In sổ văn bản đến"},
            ],
        },
        "office_pick": {
            "body": "Tỉnh uỷ An Bình (minh hoạ)",
            "term": "Khoá I, 2025–2030",
            "groups": [
                {
                    "name": "Cơ quan",
                    "links": [
                        {"url": "/mau/", "label": "Tỉnh uỷ An Bình (minh hoạ)", "current": True},
                        {"url": "/mau/", "label": "Văn phòng Tỉnh uỷ"},
                    ],
                },
                {
                    "name": "Nhiệm kỳ",
                    "links": [
                        {"url": "/mau/", "label": "Khoá I, 2025–2030", "note": "đang chạy", "current": True},
                        {"url": "/mau/", "label": "Khoá trước, 2020–2025", "note": "đã chốt", "icon": "badge-check"},
                    ],
                },
            ],
        },
        "bell": {"url": "/mau/", "count": 3},
        "me": {
            "name": "Lê Hồng Sơn",
            "post": "Chánh Văn phòng",
            "links": [
                {"url": "/mau/", "icon": "users", "label": "Làm thay", "note": "không"},
                {"url": "/mau/", "icon": "key-round", "label": "Chữ ký số và bảo mật"},
                {"url": "/mau/1/logout/", "icon": "log-out", "label": "Thoát", "post": True},
            ],
        },
    }


def page_picture(number: int) -> str:
    lines = "".join(
        f'<rect x="{90 if row % 6 else 120}" y="{150 + row * 22}" width="{430 - (row * 37 % 90)}" '
        'height="8" fill="#d9d3cc"/>'
        for row in range(26)
    )
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="595" height="842" viewBox="0 0 595 842">'
        '<rect width="595" height="842" fill="#fff"/><rect x="90" y="60" width="160" height="12" fill="#8b8078"/>'
        f'<rect x="330" y="60" width="190" height="12" fill="#8b8078"/>{lines}'
        f'<text x="290" y="40" font-size="16" font-family="serif">{number}</text></svg>'
    )
    return "data:image/svg+xml," + quote(drawn)


class PaperForm(forms.Form):
    number = forms.CharField(label="Số, ký hiệu", initial="318-CV/BTCTU")
    kind = forms.CharField(label="Loại", initial="Công văn", required=False)
    day = forms.CharField(label="Ngày văn bản", widget=forms.TextInput(attrs={"data-date": "", "inputmode": "numeric"}))
    sender = forms.CharField(label="Nơi gửi")
    urgency = forms.ChoiceField(
        label="Độ khẩn", choices=[("", "Thường"), ("k", "Khẩn"), ("tk", "Thượng khẩn")], required=False
    )
    subject = forms.CharField(
        label="Trích yếu", widget=forms.Textarea(attrs={"rows": 2}), help_text="Ghi đúng như trên văn bản."
    )
    role = forms.ChoiceField(
        label="Vai", choices=[("c", "Chủ trì"), ("p", "Phối hợp"), ("b", "Để biết")], widget=forms.RadioSelect
    )
    again = forms.BooleanField(
        label="Nhập liên tục", required=False, help_text="Giữ lại nơi gửi và loại cho văn bản kế."
    )

    def clean_day(self) -> str:
        raise forms.ValidationError("Tháng 11 có 30 ngày. Ghi dd/mm/yyyy.")


def entry(verb: str, who: str, minutes_ago: int, **more: Any) -> Thing:
    plain = {"on_behalf_of_name": "", "reason": "", "data": {}}
    at = timezone.now() - dt.timedelta(minutes=minutes_ago)
    return Thing(action=f"specimen.{verb}", actor_name=who, at=at, **{**plain, **more})


def step(name: str, label: str, *, missing: list[str] | None = None, **more: bool) -> Thing:
    flags = {"main": False, "grave": False, "needs_reason": False, **more}
    return Thing(step=Thing(name=name, label=label, **flags), missing=missing or [], locked=bool(missing))


# number | code | sender | lead | days to the deadline | state | tone | urgency | subject
PAPERS = """
1842 | 318-CV/BTCTU | Ban Tổ chức Tỉnh uỷ | Phòng Tổng hợp | 0 | chờ bút phê | new | KHẨN | Về việc hoàn thiện hồ sơ \
rà soát, bổ sung quy hoạch cán bộ diện Ban Thường vụ quản lý
1841 | 76-CV/ĐU | Đảng uỷ phường Bến Đá | Phòng Tổng hợp | 7 | chờ bút phê | new || Đăng ký nội dung làm việc quý I/2027
1840 | không ghi | Công an tỉnh | Bộ phận cơ yếu || MẬT | secret || (Văn bản mật, chỉ lưu phiếu ghi, không có tệp)
1839 | 12-TTr/ĐU | Đảng uỷ UBND tỉnh | Phòng Tổng hợp | 2 | đang xử lý | doing | KHẨN | Tờ trình chủ trương đầu tư \
tuyến đường ven sông đoạn qua ba xã phía nam
1838 | 541-CV/VPTW | Văn phòng Trung ương Đảng | Phòng Cơ yếu – CNTT | 4 | đang xử lý | doing || Về việc báo cáo \
tình hình triển khai chuyển đổi số trong các cơ quan đảng năm 2026
1837 | 204-BC/UBKTTU | Uỷ ban Kiểm tra Tỉnh uỷ | Phòng Tổng hợp | 3 | đang xử lý | doing || Kết quả giám sát \
chuyên đề việc thực hiện Quy chế làm việc tại 06 đảng uỷ xã
1836 | 33-BC/ĐU | Đảng uỷ xã Tân Lập | Phòng Tổng hợp || đã xong | done || Báo cáo tháng 11 của chi bộ nông thôn
1833 | 87-CV/ĐU | Đảng uỷ xã Hoà Thuận | Phòng Tài chính | -1 | trễ 1 ngày | late | THƯỢNG KHẨN | Đề nghị cho \
ý kiến về sắp xếp trụ sở làm việc sau hợp nhất
1832 | 215-CV/MTTQ | Uỷ ban MTTQ tỉnh | Phòng Hành chính | 1 | tạm dừng | hold || Mời dự lễ phát động tháng cao điểm
1829 | 18-TTr/BTCTU | Ban Tổ chức Tỉnh uỷ | Phòng Tổng hợp | 3 | trả lại | back || Đề nghị chuẩn y bổ sung \
uỷ viên ban chấp hành đảng bộ xã nhiệm kỳ 2025–2030
1828 | 09-QĐ/TW | Ban Bí thư | Phòng Tổng hợp | 8 | đang xử lý | doing || Quy định về chế độ báo cáo (minh hoạ)
1825 | 155-BC/VPĐU | Văn phòng Đảng uỷ phường An Hội | Phòng Lưu trữ || đã xong | done || Kết quả số hoá giai đoạn 2
"""


def papers() -> list[Thing]:
    today = timezone.localdate()
    names = ["number", "code", "sender", "lead", "due", "words", "tone", "urgent", "subject"]
    made = []
    for index, line in enumerate(PAPERS.strip().splitlines()):
        one = Thing(**dict(zip(names, [part.strip() for part in line.split("|")], strict=True)))
        one.due = today + dt.timedelta(days=int(one.due)) if one.due else None
        one.day = today - dt.timedelta(days=index // 3)
        made.append(one)
    return made


@login_not_required
@require_safe
def book(request: HttpRequest) -> HttpResponse:
    now = timezone.localtime()
    form = PaperForm(
        {
            "number": "318-CV/BTCTU",
            "kind": "Công văn",
            "day": "31/11/2026",
            "role": "c",
            "subject": "Rà soát quy hoạch cán bộ",
        }
    )
    form.is_valid()
    history = [
        entry("direct", "Phạm Thu Hà", 12, on_behalf_of_name="Lê Hồng Sơn", reason="Theo ý kiến qua điện thoại."),
        entry("register", "Phạm Thu Hà", 45, data={"number": 1842}),
        entry("issue", "", 60 * 30, data={"number": "43-KL/TU"}),
    ]
    steps = [
        step("finish", "Báo xong", main=True),
        step("answer", "Soạn phúc đáp"),
        step("return", "Trả lại", needs_reason=True),
        step("close", "Đưa vào hồ sơ, đóng", missing=["Uỷ ban Kiểm tra chưa trả lời."]),
        step("recall", "Thu hồi", grave=True),
    ]
    return render(
        request,
        "specimen/book.html",
        {
            **shell("Bàn làm việc"),
            "form": form,
            "history": history,
            "steps": steps,
            "paper": Thing(pk=1, version=3),
            "step_keys": {"finish": "g"},
            "papers": papers()[:4],
            "now": now,
            "dues": [
                now.replace(hour=23, minute=0),
                now.date() - dt.timedelta(days=2),
                now.date() + dt.timedelta(days=5),
            ],
            "views": [
                {"url": "#", "label": "Đang xử lý", "count": 214, "current": True},
                {"url": "#", "label": "Trễ", "count": 12},
                {"url": "#", "label": "Cả năm", "count": 1842},
            ],
            "pages": [
                {"url": page_picture(number), "number": number, "width": 595, "height": 842} for number in (1, 2, 3)
            ],
            "facts": [
                ("Hồ sơ", "TCCB-2026-04 Quy hoạch cán bộ", "#"),
                ("Người ký", "Đặng Văn Hoà, Trưởng Ban"),
                ("Cách đến", "trục liên thông"),
            ],
            "recipients": [
                {"name": "Ban Bí thư", "purpose": "để báo cáo", "how": "bưu điện", "words": "đã gửi", "tone": "done"},
                {
                    "name": "Đảng uỷ xã Tân Lập",
                    "how": "liên thông",
                    "at": now,
                    "words": "đã vào sổ",
                    "tone": "doing",
                    "url": "#",
                },
                {
                    "name": "Đảng uỷ phường Bến Đá",
                    "how": "liên thông",
                    "at": now,
                    "words": "từ chối: gửi nhầm",
                    "tone": "back",
                },
            ],
            "menu": [
                {"url": "#", "label": "In phiếu", "icon": "printer"},
                {"url": "#", "label": "Tải cả hai tệp", "icon": "download"},
            ],
        },
    )


@login_not_required
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    return render(
        request, "specimen/register.html", {**shell("Sổ văn bản đến"), "papers": papers(), "picture": page_picture(1)}
    )


@login_not_required
@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    return render(request, "specimen/print.html", {"papers": papers(), "today": timezone.localdate()})


@login_not_required
@require_safe
def gate(request: HttpRequest) -> HttpResponse:
    return render(request, "specimen/gate.html", {"form": GateForm()})


class GateForm(forms.Form):
    login = forms.CharField(label="Tên đăng nhập", widget=forms.TextInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label="Mật khẩu",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="Sai 5 lần thì khoá 5 phút. Bước sau hỏi mã xác thực.",
    )


@login_not_required
@require_safe
def hand(request: HttpRequest) -> HttpResponse:
    return render(request, "specimen/hand.html", {**shell(), "picture": page_picture(1)})


@login_not_required
@require_safe
def refusal(request: HttpRequest, code: int) -> HttpResponse:
    if code == 409:
        raise NotReady(
            "Còn 1 ý kiến góp ý chưa xử lý.",
            "Phiếu thẩm định gắn với bản lần 2, dự thảo đã sang lần 3.",
            kept="Nhận xét của đồng chí đã lưu lúc 08:57.",
        )
    if code == 403:
        raise NotAllowed("Đồng chí không có quyền «Đồng ý trình ký» ở đây.")
    if code == 422:
        raise Refusal("Tệp «bao-cao.exe» là tệp chương trình, không nhận.", advice="Gửi bản PDF, ảnh quét hoặc Word.")
    if code in (400, 404, 429, 500):
        return render(request, f"{code}.html", {} if code in (429, 500) else shell(), status=code)
    raise Http404


@login_not_required
@require_safe
def names(request: HttpRequest) -> JsonResponse:
    """Answers the combobox of the book."""
    known = ["Ban Tổ chức Tỉnh uỷ", "Uỷ ban Kiểm tra Tỉnh uỷ", "Đảng uỷ xã Tân Lập", "Đảng uỷ phường Bến Đá"]
    return JsonResponse(
        [{"id": number, "label": name, "note": "trong tỉnh"} for number, name in enumerate(known, 1)], safe=False
    )


@login_not_required
@require_safe
def found(request: HttpRequest) -> HttpResponse:
    """Answers the palette of the book."""
    items = [
        {"url": "/mau/so/", "label": f"{one.number} · {one.code} · {one.subject}", "note": "văn bản đến"}
        for one in papers()[:4]
    ]
    context = {"groups": [{"name": "Văn bản", "items": items}], "q": request.GET.get("q", ""), "more_url": "/mau/"}
    return render(request, "components/palette_results.html", context)


@login_not_required
@require_POST
def press(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    messages.success(request, f"Đã bấm «{step}» ở văn bản {pk}.")
    return redirect("specimen:book")
