"""The search page, the quick answers of the palette, and the page of a chain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from daumoi import vietnamese
from daumoi.catalogue.asking import Asked, ask
from daumoi.catalogue.causes import why
from daumoi.catalogue.chain import DEPTH, chain_of
from daumoi.catalogue.index import facet
from daumoi.catalogue.models import Entry, IndexedText, Kind
from daumoi.catalogue.narrowing import LOOKED_AT, Narrowing, narrowing
from daumoi.catalogue.search import Order, Page, find, suggest
from daumoi.catalogue.snippets import marked, snippet
from daumoi.people.current import bodies_of
from daumoi.people.models import Person
from daumoi.rulesets.book import current_book, type_name

PAGE: Final = 25
MOST_DEPTH: Final = 5
CHOICES: Final = 8
ICONS: Final = {
    Kind.INCOMING: "book-down",
    Kind.OUTGOING: "send",
    Kind.DRAFT: "pen-line",
    Kind.DOSSIER: "folder-open",
}
FACETS: Final = {"muc": "kind", "loai": "type", "co-quan": "body", "nam": "year"}


@dataclass(frozen=True)
class Wanted:
    """The address of a search, read. What cannot be read is left out and said."""

    words: str
    chosen: dict[str, str]
    since: date | None = None
    until: date | None = None
    problems: list[str] = field(default_factory=list)

    @property
    def facets(self) -> list[str]:
        return [facet(FACETS[name], value) for name, value in self.chosen.items()]

    @property
    def narrowed(self) -> bool:
        return bool(self.chosen or self.since or self.until)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    wanted = _wanted(request.GET)
    order: Order = "newest" if request.GET.get("xep") == "moi" or not wanted.words else "relevance"
    context: dict[str, Any] = {
        "q": wanted.words,
        "order": "newest" if request.GET.get("xep") == "moi" else "relevance",
        "since": request.GET.get("tu", ""),
        "until": request.GET.get("den", ""),
        "problems": wanted.problems,
        "narrowed": wanted.narrowed,
        "several_bodies": len(bodies_of(request)) > 1,
    }
    page = find(
        _person(request),
        wanted.words,
        facets=wanted.facets,
        since=wanted.since,
        until=wanted.until,
        order=order,
        after=request.GET.get("sau"),
        before=request.GET.get("truoc"),
        limit=PAGE,
        sample=LOOKED_AT + 1,
        texts=True,
    )
    counted = narrowing(page.sample)
    context |= _shown(request, wanted, page, counted)
    return render(request, "catalogue/search.html", context)


@require_safe
def quick(request: HttpRequest) -> HttpResponse:
    """What the palette shows while somebody types."""
    words = request.GET.get("q", "").strip()
    entries = suggest(_person(request), words)
    groups = [
        {
            "name": "Văn bản và hồ sơ",
            "items": [
                {
                    "url": entry.get_absolute_url(),
                    "icon": ICONS[Kind(entry.kind)],
                    "label": " ".join(filter(None, [entry.number, entry.title])),
                    "note": f"{entry.day:%d/%m/%Y}",
                }
                for entry in entries
            ],
        }
    ]
    context = {
        "groups": groups if entries else [],
        "q": words,
        "more_url": f"{reverse('catalogue:search')}?{_address(q=words)}" if words else "",
    }
    return render(request, "components/palette_results.html", context)


@require_safe
def chain(request: HttpRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(Entry.objects.visible_to(_person(request)).select_related("body"), pk=pk)
    typed = request.GET.get("muc", "")
    depth = min(max(int(typed), 1), MOST_DEPTH) if typed.isascii() and typed.isdigit() and len(typed) < 3 else DEPTH
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "catalogue/chain.html", {"chain": chain_of(entry, _person(request), depth=depth)})
    context = {
        "entry": entry,
        "chain": chain_of(entry, _person(request), depth=depth),
        "reasons": why(entry, _person(request)),
        "depth": depth,
        "depth_less": depth - 1,
        "depth_more": depth + 1,
        "most": MOST_DEPTH,
    }
    return render(request, "catalogue/chain_page.html", context)


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


def _wanted(query: QueryDict) -> Wanted:
    problems: list[str] = []

    def day(name: str) -> date | None:
        typed = query.get(name, "").strip()
        try:
            return vietnamese.parse_date(typed[:40], today=timezone.localdate()) if typed else None
        except ValueError as error:
            problems.append(str(error))
            return None

    chosen = {name: query.get(name, "").strip()[:40] for name in FACETS if query.get(name, "").strip()}
    since, until = day("tu"), day("den")
    if since and until and since > until:
        problems.append("Ngày đầu ở sau ngày cuối nên không có mục nào; hãy đổi lại hai ngày.")
    return Wanted(query.get("q", "").strip(), chosen, since, until, problems)


def _shown(request: HttpRequest, wanted: Wanted, page: Page, counted: Narrowing) -> dict[str, Any]:
    asked = ask(wanted.words)
    hits = [
        {
            "entry": entry,
            "title": marked(entry.title or "Không ghi trích yếu", asked),
            "snippet": _snippet(entry, asked),
        }
        for entry in page.entries
    ]
    labels = {"newer_label": "Mới hơn", "older_label": "Cũ hơn"}
    if page.order == "relevance":
        labels = {"newer_label": "Sát hơn", "older_label": "Tiếp theo"}
    groups = _groups(request, wanted, counted)
    return {
        "page": page,
        "hits": hits,
        "newer": _link(request, truoc=page.newer) if page.newer else "",
        "older": _link(request, sau=page.older) if page.older else "",
        "groups": groups,
        "chips": [
            {"label": f"{group['name']}: {choice['label']}", "url": choice["url"]}
            for group in groups
            for choice in group["choices"]
            if choice["current"]
        ],
        **labels,
    }


def _snippet(entry: Entry, asked: Asked) -> SafeString:
    held: IndexedText | None = getattr(entry, "indexed", None)
    return snippet(held.text, asked, folded=held.text_folded) if held else SafeString("")


def _groups(request: HttpRequest, wanted: Wanted, counted: Narrowing) -> list[dict[str, Any]]:
    book = current_book()
    bodies = {str(body.pk): body.short_name or body.name for body in bodies_of(request)}
    bodies |= {str(pk): name for pk, name in counted.names.items()}

    def choices(name: str, values: Counter[Any], label: Callable[[str], str], by_value: bool = False) -> dict[str, Any]:
        chosen = wanted.chosen.get(name)
        ordered: Iterable[Any] = sorted(values, reverse=True) if by_value else [v for v, _ in values.most_common()]
        shown = [str(value) for value in ordered if value != ""][:CHOICES]
        if chosen and chosen not in shown:
            shown.insert(0, chosen)
        texts = {str(value): count for value, count in values.items()}
        return {
            "name": NAMES[name],
            "choices": [
                {
                    "label": label(value),
                    "count": texts.get(value, 0) if counted.exact else None,
                    "current": value == chosen,
                    "url": _link(request, **{name: None if value == chosen else value}),
                }
                for value in shown
            ],
        }

    groups = [
        choices("muc", counted.kinds, lambda value: Kind(value).label if value in Kind.values else value),
        choices("loai", counted.types, lambda value: type_name(value, book)),
        choices("nam", counted.years, str, by_value=True),
    ]
    if len(counted.bodies) > 1 or "co-quan" in wanted.chosen:
        groups.append(choices("co-quan", counted.bodies, lambda value: bodies.get(value, "Cơ quan khác")))
    return [group for group in groups if group["choices"]]


NAMES: Final = {"muc": "Mục", "loai": "Loại văn bản", "nam": "Năm", "co-quan": "Cơ quan"}


def _link(request: HttpRequest, **changes: str | None) -> str:
    """This page with other values; another choice starts again at the first page."""
    query = request.GET.copy()
    for name in ("sau", "truoc"):
        query.pop(name, None)
    for name, value in changes.items():
        name = name.replace("_", "-")
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"{reverse('catalogue:search')}?{query.urlencode()}"


def _address(**values: str) -> str:
    query = QueryDict(mutable=True)
    query.update(values)
    return query.urlencode()
