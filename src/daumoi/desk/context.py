"""What the shell of every page shows: the rail, the body and term at work, notices, the person, the palette."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from daumoi.notices.models import Notice
from daumoi.people.current import bodies_of, body_of
from daumoi.people.duties import Standing, standing, term_on
from daumoi.people.models import Duty, Person


@dataclass(frozen=True)
class Link:
    """One line of the rail: an address by name, and the duties it is shown to (everybody when empty)."""

    name: str
    icon: str
    label: str
    short: str = ""
    duties: frozenset[str] = frozenset()


REGISTRY = frozenset({Duty.CLERK, Duty.CHIEF, Duty.DEPUTY_CHIEF, Duty.ARCHIVIST})
ANSWERS = frozenset({Duty.CHIEF, Duty.ADMIN})

RAIL: list[tuple[str, list[Link]]] = [
    (
        "Việc của tôi",
        [Link("desk:desk", "lamp-desk", "Bàn làm việc", "Bàn"), Link("catalogue:search", "search", "Tìm văn bản")],
    ),
    (
        "Văn bản vào",
        [
            Link("incoming:reception", "download", "Tiếp nhận", duties=frozenset({Duty.CLERK})),
            Link("incoming:list", "book-down", "Sổ văn bản đến", "Sổ đến"),
        ],
    ),
    (
        "Văn bản ra",
        [
            Link("outgoing:list", "stamp", "Soạn và thẩm định", "Soạn"),
            Link("outgoing:register", "send", "Sổ văn bản đi"),
            Link("outgoing:numbers", "hash", "Số và khoảng trống", duties=REGISTRY),
        ],
    ),
    (
        "Ghi nhớ",
        [
            Link("dossiers:list", "folder-open", "Hồ sơ công việc"),
            Link("synthesis:now", "chart-column", "Thống kê nhiệm kỳ", "Nhiệm kỳ"),
            Link("rulesets:list", "scale", "Quy định áp dụng"),
            Link("calendar:year", "calendar-days", "Lịch làm việc"),
        ],
    ),
    (
        "Quản trị",
        [
            Link("people:bodies", "landmark", "Cơ quan, cán bộ", duties=frozenset({Duty.ADMIN})),
            Link("signing:list", "key-round", "Khoá ký, con dấu", duties=frozenset({Duty.ADMIN})),
            Link("exchange:list", "database", "Nhập sổ cũ", duties=frozenset({Duty.ADMIN, Duty.CLERK})),
            Link("journal:list", "scroll-text", "Nhật ký", duties=ANSWERS),
            Link("jobs:list", "cog", "Việc chạy nền", duties=frozenset({Duty.ADMIN})),
        ],
    ),
]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Nothing for a visitor; for a person, five queries at most."""
    person = getattr(request, "user", None)
    if not isinstance(person, Person):
        return {}
    mine = standing(person)
    body = body_of(request)
    term = term_on(body, timezone.localdate()) if body else None
    latest, unseen = Notice.objects.newest(person)
    return {
        "rail": _rail(request, mine),
        "palette": {
            "url": reverse("catalogue:quick"),
            "page": reverse("catalogue:search"),
            "commands": _commands(mine),
        },
        "office_pick": {
            "body": body.short_name or body.name,
            "term": f"nhiệm kỳ {term.name}" if term else "",
            "groups": [{"name": "Làm việc cho", "links": _bodies(request)}],
        }
        if body
        else None,
        "bell": {"url": reverse("notices:list"), "count": unseen, "latest": latest},
        "me": {
            "name": person.full_name,
            "post": mine.appointments[0].position if mine.appointments else "",
            "links": [
                {"url": reverse("people:account"), "icon": "user-round", "label": "Tài khoản"},
                {"url": reverse("signing:mine"), "icon": "key-round", "label": "Khoá ký của tôi"},
                {"url": reverse("tasks:phrases"), "icon": "message-square-quote", "label": "Câu dùng lại"},
                {"url": reverse("account_logout"), "icon": "log-out", "label": "Thoát", "post": True},
            ],
        },
        "rail_foot": ["Văn phòng minh hoạ: mọi tên người, cơ quan đều hư cấu."] if settings.DEMONSTRATION else [],
    }


def _shown(link: Link, mine: Standing) -> bool:
    return not link.duties or mine.holds(link.duties)


def _rail(request: HttpRequest, mine: Standing) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = []
    for name, links in RAIL:
        shown = [
            {
                "url": url,
                "icon": link.icon,
                "label": link.label,
                "short": link.short,
                "key": bool(link.short),
                "current": request.path == url or (url != "/" and request.path.startswith(url)),
            }
            for link in links
            if _shown(link, mine)
            for url in [reverse(link.name)]
        ]
        if shown:
            groups.append({"name": name, "links": shown})
    _only_the_closest([link for group in groups for link in group["links"]])
    return groups


def _only_the_closest(links: list[dict[str, Any]]) -> None:
    """Of several addresses that the page lies under, the longest is where one is."""
    closest = max((link["url"] for link in links if link["current"]), key=len, default="")
    for link in links:
        link["current"] = link["current"] and link["url"] == closest


def _commands(mine: Standing) -> list[dict[str, str]]:
    offered = [
        ("incoming:reception", "download", "Tiếp nhận văn bản mới", {Duty.CLERK}),
        ("outgoing:create", "pen-line", "Soạn văn bản mới", set()),
        ("dossiers:create", "folder-plus", "Mở hồ sơ mới", set()),
        ("synthesis:now", "chart-column", "Thống kê nhiệm kỳ", set()),
    ]
    return [
        {"url": reverse(name), "icon": icon, "label": label}
        for name, icon, label, duties in offered
        if not duties or mine.holds(duties)
    ]


def _bodies(request: HttpRequest) -> list[dict[str, Any]]:
    current = body_of(request)
    return [
        {
            "url": reverse("people:choose_body"),
            "value": body.pk,
            "label": body.name,
            "current": body == current,
        }
        for body in bodies_of(request)
    ]
