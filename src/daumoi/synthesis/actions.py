"""Freezing the counts of a term, and choosing how they are grouped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from daumoi.core.errors import NotAllowed, Refusal
from daumoi.core.words import tell
from daumoi.journal.actions import record
from daumoi.people.models import Body, Person, Term
from daumoi.synthesis import counting, rules
from daumoi.synthesis.models import Group, Statement

tell(
    "synthesis",
    freeze="chốt số liệu nhiệm kỳ lần {ordinal}: {sentence}",
    regroup="sửa cách gộp loại văn bản khi thống kê",
)


def freeze(term: Term, *, cutoff: date, actor: Person, note: str = "") -> Statement:
    """Keep the counts as they stand, up to the end of `cutoff`, with the list of what was counted."""
    body = term.body
    if not rules.freezes(actor, body.pk):
        raise NotAllowed("Số liệu nhiệm kỳ do lãnh đạo, Chánh hoặc Phó Chánh Văn phòng chốt.")
    if cutoff > timezone.localdate():
        raise Refusal("Mốc số liệu không thể ở sau hôm nay.")
    if cutoff < term.starts_on or (term.ends_on and cutoff > term.ends_on):
        raise Refusal(f"Mốc số liệu phải nằm trong nhiệm kỳ {term}.")
    with transaction.atomic():
        # The term row is the lock: two statements frozen at once get two ordinals.
        term = Term.objects.select_for_update().get(pk=term.pk)
        tally = counting.tally(body, term, person=actor, until=cutoff)
        entries = sorted(counting.issued(body, term, person=actor, until=cutoff).values_list("pk", "type_code"))
        lines = [
            {"name": line.name, "types": list(line.types), "count": line.count}
            for line in (*tally.lines, *tally.others)
        ]
        last = Statement.objects.filter(term=term).aggregate(last=Max("ordinal"))["last"] or 0
        statement = Statement.objects.create(
            body=body,
            term=term,
            ordinal=last + 1,
            cutoff=cutoff,
            sentence=tally.sentence,
            counts=lines,
            total=tally.total,
            entries=entries,
            sha256=counting.fingerprint(entries, lines),
            note=note.strip(),
            made_by=actor,
        )
        record(
            "synthesis.freeze", statement, actor=actor, ordinal=statement.ordinal, sentence=statement.sentence,
            cutoff=cutoff, total=statement.total, sha256=statement.sha256,
        )  # fmt: skip
        return statement


def regroup(body: Body, groups: Sequence[tuple[str, Sequence[str]]], *, actor: Person) -> None:
    """Choose the groups of the body's sentence, in order. A type stands in one group at most."""
    if not rules.freezes(actor, body.pk):
        raise NotAllowed("Cách gộp số liệu do lãnh đạo, Chánh hoặc Phó Chánh Văn phòng đặt.")
    names = [name.strip() for name, _types in groups]
    codes = [code for _name, types in groups for code in types]
    problems = []
    if not all(names):
        problems.append("Mỗi nhóm cần có tên.")
    if len(set(names)) != len(names):
        problems.append("Hai nhóm không được trùng tên.")
    if len(set(codes)) != len(codes):
        problems.append("Mỗi loại văn bản chỉ nằm trong một nhóm.")
    if any(not types for _name, types in groups):
        problems.append("Mỗi nhóm cần ít nhất một loại văn bản.")
    if problems:
        raise Refusal(*problems)
    with transaction.atomic():
        before = [[group.name, group.type_codes] for group in Group.objects.filter(body=body)]
        Group.objects.filter(body=body).delete()
        Group.objects.bulk_create(
            [
                Group(body=body, name=name.strip(), type_codes=list(types), position=position)
                for position, (name, types) in enumerate(groups)
            ]
        )
        record(
            "synthesis.regroup", body, actor=actor, body_id=body.pk,
            old=before, new=[[name.strip(), list(types)] for name, types in groups],
        )  # fmt: skip
