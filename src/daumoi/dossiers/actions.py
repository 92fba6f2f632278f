"""Opening, filling and closing work dossiers."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from daumoi.catalogue import actions as catalogue
from daumoi.catalogue.index import facet
from daumoi.catalogue.models import Entry, Kind, Relation
from daumoi.core.errors import NotAllowed, NotReady, Refusal
from daumoi.core.words import tell
from daumoi.dossiers import rules
from daumoi.dossiers.models import Dossier, Filing, State
from daumoi.journal.actions import record
from daumoi.numbering.actions import take_number
from daumoi.people.models import Body, Person, Unit

tell(
    "dossiers",
    open="mở hồ sơ {code}",
    file="đưa {number} vào hồ sơ",
    unfile="rút {number} khỏi hồ sơ",
    close="kết thúc hồ sơ",
    reopen="mở lại hồ sơ",
    rename="sửa tiêu đề hồ sơ",
)


def open_dossier(
    *, body: Body, title: str, actor: Person, unit: Unit | None = None, source: Entry | None = None, retention: str = ""
) -> Dossier:
    """Open a dossier; with `source` that paper is the first in it."""
    if not title.strip():
        raise Refusal("Hồ sơ cần có tiêu đề.")
    if not rules.opens(actor, body.pk):
        raise NotAllowed("Đồng chí không làm việc ở cơ quan này nên không mở được hồ sơ tại đây.")
    today = timezone.localdate()
    with transaction.atomic():
        access = {f"r{body.pk}": "người giữ sổ", f"p{actor.pk}": "người lập hồ sơ"}
        if unit:
            access[f"u{unit.pk}"] = "đơn vị lập hồ sơ"
        entry = catalogue.enter(
            Kind.DOSSIER,
            body=body,
            title=title.strip(),
            day=today,
            access=access,
            facets=[facet("instate", State.OPEN)],
        )
        number = take_number(body, "ho-so", f"y{today.year}", on=today, actor=actor, entry=entry)
        dossier = Dossier.objects.create(
            body=body,
            entry=entry,
            code=f"{number.value:02d}/{today.year}-HS",
            title=title.strip(),
            unit=unit,
            keeper=actor,
            opened_on=today,
            retention=retention,
        )
        catalogue.point(entry, dossier)
        catalogue.change(entry, number=dossier.code)
        record("dossiers.open", dossier, actor=actor, code=dossier.code, title=dossier.title)
        if source is not None:
            file(dossier, source, actor=actor)
        return dossier


def file(dossier: Dossier, entry: Entry, *, actor: Person | None, by_itself: bool = False) -> Filing:
    """Put a paper into the dossier; filing it twice is filing it once."""
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
        if found := Filing.objects.filter(dossier=dossier, entry=entry).first():
            return found
        if dossier.state != State.OPEN:
            raise NotReady("Hồ sơ đã kết thúc.", advice="Mở lại hồ sơ trước khi thêm văn bản.")
        last = dossier.filings.aggregate(last=Max("ordinal"))["last"] or 0
        filing = Filing.objects.create(
            dossier=dossier, entry=entry, ordinal=last + 1, filed_by=actor, by_itself=by_itself
        )
        catalogue.link(entry, dossier.entry, Relation.FILED_IN, actor=actor)
        record(
            "dossiers.file",
            dossier,
            actor=actor,
            number=entry.number or entry.title,
            entry=entry.pk,
            by_itself=by_itself,
        )
        return filing


def unfile(filing: Filing, *, actor: Person, reason: str) -> None:
    """Take a paper out again; only with a reason."""
    if not reason.strip():
        raise Refusal("Rút văn bản khỏi hồ sơ cần ghi lý do.")
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=filing.dossier_id)
        if not rules.keeps(dossier, actor):
            raise NotAllowed("Chỉ người giữ hồ sơ được rút văn bản ra.")
        if dossier.state != State.OPEN:
            raise NotReady("Hồ sơ đã kết thúc nên không rút văn bản ra được.")
        entry = filing.entry
        entry.links_out.filter(target=dossier.entry, relation=Relation.FILED_IN).delete()
        filing.delete()
        record(
            "dossiers.unfile",
            dossier,
            actor=actor,
            reason=reason.strip(),
            number=entry.number or entry.title,
            entry=entry.pk,
        )


def follow(cause: Entry, result: Entry, *, actor: Person | None) -> int:
    """What comes of a paper falls into the open dossiers in which the paper lies; into how many."""
    dossiers = list(Dossier.objects.filter(filings__entry=cause, state=State.OPEN, body_id=result.body_id))
    for dossier in dossiers:
        file(dossier, result, actor=actor, by_itself=True)
    return len(dossiers)


def close(dossier: Dossier, *, actor: Person, note: str = "", token: str | int | None = None) -> Dossier:
    with rules.FLOW.take("close", dossier, actor=actor, note=note, token=token) as dossier:
        dossier.closed_on = timezone.localdate()
        catalogue.change(dossier.entry, facets=[facet("instate", State.CLOSED)])
        return dossier


def reopen(dossier: Dossier, *, actor: Person, note: str = "", token: str | int | None = None) -> Dossier:
    with rules.FLOW.take("reopen", dossier, actor=actor, note=note, token=token) as dossier:
        dossier.closed_on = None
        catalogue.change(dossier.entry, facets=[facet("instate", State.OPEN)])
        return dossier


STEPS = {"close": close, "reopen": reopen}
