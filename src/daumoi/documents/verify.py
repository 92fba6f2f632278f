"""Every paper in the catalogue is there, tells the same as its entry, and has the number that it bears."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import F

from daumoi.catalogue.index import facet
from daumoi.catalogue.models import Entry, Kind
from daumoi.documents.models import Document
from daumoi.numbering.models import Counter, Number
from daumoi.numbering.notation import parse
from daumoi.numbering.series import labels_of
from daumoi.rulesets.book import series_names

BATCH = 500


def problems() -> Iterator[str]:
    """What is wrong with the papers and their entries, in Vietnamese sentences. By batches, in flat memory."""
    for subject in Document.objects.filter(is_sealed=True, number="").values_list("subject", flat=True).iterator():
        yield f"Văn bản đã ban hành mà không có số: {subject[:80]}."
    differing = Document.objects.exclude(entry__number=F("number")).values_list("number", "subject", "entry__number")
    for number, subject, entered in differing.iterator():
        yield f"Văn bản {number} «{subject[:80]}» ghi số khác mục lục: mục lục ghi {entered or 'không số'}."
    stubs = (
        Document.objects.exclude(security="normal").filter(attachments__isnull=False).values_list("number", flat=True)
    )
    for number in stubs.distinct().iterator():
        yield f"Phiếu ghi văn bản mật {number} có tệp kèm; văn bản mật không được lưu tệp."
    lost = Entry.objects.filter(kind__in=[Kind.INCOMING, Kind.OUTGOING], document__isnull=True)
    for number, title in lost.values_list("number", "title").iterator():
        yield f"Mục {number} «{title[:80]}» trong mục lục không có văn bản."
    yield from _numbers_gone()


def _numbers_gone() -> Iterator[str]:
    """Papers that took a place in a series, where that place is now empty.

    A paper of an old register whose number another one had already never got a place of its own: the place is taken.
    """
    # A facet is a folded word: two series may share it, and a number in either is accounted for.
    places: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for series, period in Counter.objects.values_list("series", "period").distinct():
        places[facet("series", series), facet("period", period)].append((series, period))
    without = Entry.objects.filter(kind=Kind.OUTGOING, register_number=None, facets__contains="series_").order_by("pk")
    last = 0
    while batch := list(without.filter(pk__gt=last).values_list("pk", "body_id", "number", "title", "facets")[:BATCH]):
        last = batch[-1][0]
        wanted: dict[tuple[int, tuple[str, str]], dict[int, str]] = defaultdict(dict)
        for _pk, body, number, title, facets in batch:
            words = set(facets.split())
            place = next((named for named in places if words.issuperset(named)), None)
            read = parse(number)
            if place and read and read.value is not None:
                wanted[body, place][read.value] = f"Văn bản {number} «{title[:80]}»"
        for (body, place), papers in wanted.items():
            yield from _missing(body, places[place], papers)


def _missing(body: int, places: list[tuple[str, str]], papers: dict[int, str]) -> Iterator[str]:
    series, periods = {name for name, _ in places}, {period for _, period in places}
    held = Number.objects.filter(body=body, series__in=series, period__in=periods, value__in=papers)
    for value in sorted(papers.keys() - set(held.values_list("value", flat=True))):
        name, period = places[0]
        where = f"dãy {series_names()(name)}, {labels_of([period])[period]}"
        yield f"{papers[value]}: số {value} không còn trong {where}."
