"""Old registers, from their rows to the books of the office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from daumoi.catalogue import index
from daumoi.catalogue.models import Entry
from daumoi.catalogue.search import count, find
from daumoi.core.errors import NotAllowed, NotReady, Refusal
from daumoi.demo import register
from daumoi.documents.models import Document
from daumoi.documents.verify import problems as paper_problems
from daumoi.exchange import actions
from daumoi.exchange.actions import staging, writing
from daumoi.exchange.models import Batch, Row, State
from daumoi.files.models import StoredFile
from daumoi.incoming.models import Arrival
from daumoi.jobs.queue import run_all
from daumoi.journal.actions import history
from daumoi.journal.models import JournalEntry
from daumoi.numbering.models import Counter, Number
from daumoi.numbering.verify import problems as number_problems
from daumoi.outgoing.verify import problems as issue_problems
from daumoi.people.models import Term
from daumoi.synthesis.counting import tally

SENTENCE = "18 nghị quyết, chương trình hành động, 43 chỉ thị, 245 thông báo, 915 kết luận, 167 kế hoạch"


def old_term(world: Any) -> Term:
    return Term.objects.create(
        body=world.tu, name=register.TERM_NAME, ordinal="XIV", starts_on=register.FIRST, ends_on=register.LAST
    )


def rows_of_the_term() -> Iterator[dict[str, str]]:
    for row in register.rows():
        yield {
            "number": row.notation,
            "type": register.NAMES[row.type_code],
            "issued_on": row.issued_on.isoformat(),
            "subject": row.subject,
            "signer": row.signer,
            "position": row.position,
        }


def one(**changed: str) -> dict[str, str]:
    return {"number": "05-NQ/TU", "issued_on": "20/11/2015", "subject": "về phát triển rừng", **changed}


def csv_of(*lines: str) -> BytesIO:
    return BytesIO("\n".join(lines).encode())


# --- the register of a closed term ----------


def test_the_register_of_a_closed_term_gives_its_sentence(world: Any) -> None:
    term = old_term(world)
    batch = actions.import_rows(world.tu, rows_of_the_term(), world.ha)
    assert batch.state == State.DONE and batch.counts["imported"] == 1388 and not batch.reported
    assert tally(world.tu, term, person=None).sentence == SENTENCE
    assert tally(world.tu, term, person=world.ha).sentence == SENTENCE
    assert not batch.counts["remarks"]


def test_numbers_of_the_term_stand_in_their_series(world: Any) -> None:
    term = old_term(world)
    actions.import_rows(world.tu, rows_of_the_term(), world.ha)
    assert Number.objects.filter(is_imported=True, entry__isnull=False).count() == 1388
    assert Counter.objects.get(series="ket-luan", period=f"t{term.pk}").last == 915
    assert list(number_problems()) == []
    assert list(paper_problems()) == [] and list(issue_problems()) == []
    Number.objects.filter(series="ket-luan", value=915).delete()
    assert [problem for problem in paper_problems() if "số 915 không còn trong dãy kết luận" in problem]


def test_what_was_imported_is_found_and_the_index_is_true(world: Any) -> None:
    old_term(world)
    actions.import_rows(world.tu, rows_of_the_term(), world.ha)
    page = find(world.ha, "07-NQ/TU")
    assert page.entries[0].number == "07-NQ/TU" and page.entries[0].object_id == page.entries[0].document.pk
    assert list(index.compare()) == []


def test_a_second_time_everything_is_there_already(world: Any) -> None:
    old_term(world)
    actions.import_rows(world.tu, rows_of_the_term(), world.ha)
    batch = actions.import_rows(world.tu, rows_of_the_term(), world.ha)
    assert batch.counts["problems"] == {"doubled": 1388} and Entry.objects.count() == 1388


# --- what a row gives ----------


def test_a_number_that_is_taken_goes_in_outside_the_series_and_is_told(world: Any) -> None:
    old_term(world)
    actions.import_rows(world.tu, [one()], world.ha)
    batch = actions.import_rows(
        world.tu, [one(issued_on="21/11/2015", subject="về việc khác hẳn mọi chuyện")], world.ha
    )
    assert batch.counts["imported"] == 1 and batch.counts["remarks"] == {"not_in_series": 1}
    assert Number.objects.count() == 1 and Document.objects.count() == 2


def test_a_term_nobody_entered_leaves_the_number_on_the_paper_only(world: Any) -> None:
    batch = actions.import_rows(world.tu, [one()], world.ha)
    assert batch.counts["imported"] == 1 and not Number.objects.exists()
    assert "nhiệm kỳ" in batch.rows.get().remarks[0][1]


def test_a_number_of_somebody_else_takes_no_number_of_the_body(world: Any) -> None:
    old_term(world)
    actions.import_rows(world.tu, [one(number="15/QĐ-UBND")], world.ha)
    assert not Number.objects.exists() and Document.objects.get().type_code == "quyet-dinh"


def test_a_secret_paper_is_a_stub_and_its_words_are_kept_nowhere(world: Any) -> None:
    rows = [
        one(security="Tuyệt mật", subject="về kế hoạch XKHUYA", text="chữ XKHUYA"),
        one(number="06-NQ/TU", security="Mật", subject="về phòng thủ", text="chữ XKHUYA"),
    ]
    actions.import_rows(world.tu, rows, world.ha)
    stub = Document.objects.get(security="tuyet_mat")
    assert stub.subject == "" and "XKHUYA" not in stub.entry.title and "XKHUYA" not in stub.entry.indexed.text
    held = "".join(f"{row.raw}{row.said}{row.told}{row.text}{row.remarks}" for row in Row.objects.all())
    held += "".join(str(entry.data) for entry in JournalEntry.objects.all())
    assert "XKHUYA" not in held
    assert set(stub.entry.access.values_list("key", flat=True)) == {f"s{world.tu.pk}"}


def test_the_words_of_a_paper_are_searched_and_not_kept_twice(world: Any) -> None:
    actions.import_rows(world.tu, [one(text="Điều 1. Nuôi cá lồng trên hồ chứa.")], world.ha)
    assert count(world.ha, "nuoi ca long") == 1
    row = Row.objects.get()
    assert row.text == "" and row.folded == "" and "text" not in row.raw


def test_an_old_incoming_register_becomes_arrivals_that_are_done(world: Any) -> None:
    rows = [
        one(issuer="Bộ Y tế", arrival_number="17", arrived_on="25/11/2015", note="lưu tủ 3"),
        one(number="9-CV/BTC", issuer="Ban Tổ chức", subject="về nhân sự"),
    ]
    batch = actions.import_rows(world.tu, rows, world.ha, book="incoming")
    first, second = Arrival.objects.order_by("pk")
    assert (first.number, first.book, first.period, first.state) == (17, "den", "y2015", "done")
    assert first.entry.day == date(2015, 11, 25) and "lưu tủ 3" in first.note
    assert second.book == f"cu{batch.pk}" and Number.objects.get().value == 17
    assert find(world.ha, facets=[index.facet("instate", "done")]).entries[0].object_id == first.pk


def test_an_arrival_number_that_was_given_stays_with_its_paper(world: Any) -> None:
    actions.import_rows(world.tu, [one(issuer="Bộ Y tế", arrival_number="17")], world.ha, book="incoming")
    rows = [one(number="6-CV/X", issuer="Bộ Y tế", arrival_number="17", subject="về thuốc")]
    batch = actions.import_rows(world.tu, rows, world.ha, book="incoming")
    assert batch.counts["remarks"] == {"not_in_series": 1} and Arrival.objects.filter(book="den").count() == 1


# --- by reason, row by row ----------


def test_rows_that_cannot_be_understood_are_reported_and_the_others_go_in(world: Any) -> None:
    rows = [
        one(),
        one(number="06-NQ/TU", issued_on="30/02/2016"),
        one(number="07-NQ/TU", subject=""),
        one(number="08-NQ/TU", issued_on=""),
        one(number="09-NQ/TU", issued_on="05/02"),
        one(number="10-NQ/TU", issued_on="01/01/1930"),
        one(number="11-NQ/TU", issued_on="01/01/2099"),
        one(number="5-nq/tu"),
    ]
    batch = actions.import_rows(world.tu, rows, world.ha)
    assert batch.counts["read"] == 8 and batch.counts["imported"] == 1
    assert batch.counts["problems"] == {"bad_date": 4, "no_subject": 1, "no_date": 1, "doubled_in_file": 1}
    told = dict(batch.rows.exclude(problem="").values_list("place", "told"))
    assert "30/02/2016" in told["dòng 2"] and "Lặp lại dòng 1" in told["dòng 8"] and "thiếu năm" in told["dòng 5"]


def test_an_import_of_nothing_good_writes_nothing(world: Any) -> None:
    batch = actions.import_rows(world.tu, [one(issued_on="30/02/2016")], world.ha)
    assert batch.state == State.CHECKED and not Entry.objects.exists()
    with pytest.raises(NotReady):
        actions.start(batch, actor=world.ha)


def test_one_record_tells_what_was_imported(world: Any) -> None:
    batch = actions.import_rows(world.tu, [one(), one(number="6-NQ/TU", subject="về việc khác")], world.ha)
    told = history(batch).get(action="exchange.finish")
    assert told.data["imported"] == 2 and told.data["sha256"] == batch.sha256 and told.actor_id == world.ha.pk
    verbs = JournalEntry.objects.filter(action__startswith="exchange.").values_list("action", flat=True)
    assert list(verbs) == ["exchange.check", "exchange.start", "exchange.finish"]


# --- stopped half-way ----------


class Killed(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("stop", [1, 2, 3])
def test_killed_between_batches_nothing_shows_and_the_next_run_is_exact(
    world: Any, monkeypatch: pytest.MonkeyPatch, stop: int
) -> None:
    old_term(world)
    monkeypatch.setattr(staging, "BATCH", 20)
    lines = ['"Số, ký hiệu",Ngày ban hành,Trích yếu,Tên loại,Toàn văn']
    rows = islice(rows_of_the_term(), 60)
    lines += [f'{row["number"]},{row["issued_on"]},"{row["subject"]}",{row["type"]},chữ' for row in rows]
    calls = {"stage_rows": staging, "held_papers": staging, "readable": staging, "take_old_numbers": writing}
    for name, module in calls.items():
        real: Any = getattr(module, name)
        seen: list[int] = []

        def dying(*args: Any, real: Any = real, seen: Any = seen, **more: Any) -> Any:
            seen.append(1)
            if len(seen) == stop:
                raise Killed
            return real(*args, **more)

        with monkeypatch.context() as patch:
            patch.setattr(module, name, dying)
            with pytest.raises(Killed):
                actions.import_file(csv_of(*lines), "so.csv", body=world.tu, book="outgoing", actor=world.ha)
        assert not Entry.objects.exists() and not Number.objects.exists() and count(world.ha) == 0
    batch = actions.import_file(csv_of(*lines), "so.csv", body=world.tu, book="outgoing", actor=world.ha)
    assert Batch.objects.get() == batch and batch.counts["read"] == batch.counts["imported"] == 60
    assert Entry.objects.count() == Number.objects.count() == 60 and list(index.compare()) == []


def test_a_job_that_runs_twice_imports_once(world: Any) -> None:
    batch = actions.import_rows(world.tu, [one()], world.ha)
    Batch.objects.filter(pk=batch.pk)
    assert actions.write(batch).counts == batch.counts and Entry.objects.count() == 1


def test_a_paper_that_came_in_meanwhile_is_not_doubled(world: Any) -> None:
    lines = ["Số,Ngày,Trích yếu", "5-NQ/TU,20/11/2015,về phát triển rừng", "6-NQ/TU,21/11/2015,về việc khác"]
    batch = actions.receive(csv_of(*lines), "so.csv", body=world.tu, book="outgoing", actor=world.ha)
    run_all()
    batch.refresh_from_db()
    actions.put_columns(batch, batch.mapping, actor=world.ha)
    run_all()
    batch.refresh_from_db()
    actions.import_rows(world.tu, [one()], world.ha)
    actions.start(batch, actor=world.ha)
    run_all()
    batch.refresh_from_db()
    assert batch.state == State.DONE and batch.counts["imported"] == 1 and batch.counts["problems"] == {"doubled": 1}
    assert Entry.objects.count() == 2


# --- the file ----------


def test_the_file_is_put_away_once_its_rows_are_read(world: Any) -> None:
    actions.receive(
        csv_of("Số,Ngày,Trích yếu", "5,1/1/2016,x"), "so.csv", body=world.tu, book="outgoing", actor=world.ha
    )
    assert StoredFile.objects.exists()
    run_all()
    assert not StoredFile.objects.exists() and Row.objects.count() == 1


def test_a_file_that_is_no_table_is_told_and_dropped(world: Any) -> None:
    batch = actions.receive(
        BytesIO(b"\x1f\x8b" + b"rac" * 50), "so.jsonl.gz", body=world.tu, book="outgoing", actor=world.ha
    )
    run_all()
    batch.refresh_from_db()
    assert "Tệp nén bị hỏng" in batch.problem and not batch.work
    assert actions.drop(batch, actor=world.ha).state == State.DROPPED


def test_the_next_file_with_these_columns_is_put_the_same_way(world: Any) -> None:
    def bring(extra: str) -> Batch:
        lines = ["Mã,Hôm,Việc", f"5-NQ/TU,1/1/2016,về {extra}"]
        batch = actions.receive(csv_of(*lines), "so.csv", body=world.tu, book="outgoing", actor=world.ha)
        run_all()
        batch.refresh_from_db()
        return batch

    first = bring("rừng")
    assert first.mapping == {}
    with pytest.raises(Refusal, match="Trích yếu"):
        actions.put_columns(first, {"number": "Mã"}, actor=world.ha)
    chosen = {"number": "Mã", "issued_on": "Hôm", "subject": "Việc"}
    actions.put_columns(first, chosen, actor=world.ha)
    assert bring("biển").mapping == chosen


def test_strangers_import_nothing(world: Any) -> None:
    for person in (world.lan, world.khach, world.oanh):
        with pytest.raises(NotAllowed):
            actions.import_rows(world.tu, [one()], person)
        with pytest.raises(NotAllowed):
            actions.receive(csv_of("a"), "so.csv", body=world.tu, book="outgoing", actor=person)
    assert not Entry.objects.exists()


def test_the_real_corpus_goes_in_whole(world: Any, data: Path) -> None:
    path = data / "corpus" / "documents.jsonl.gz"
    with path.open("rb") as file:
        batch = actions.import_file(file, path.name, body=world.tu, actor=world.ha)
    assert batch.book == "incoming" and batch.counts["read"] == 2388
    assert batch.counts["imported"] + batch.reported == 2388
    assert batch.counts["problems"].get("no_date") == 1 and batch.counts["imported"] >= 2380
    assert count(world.ha, "bảo vệ sức khoẻ nhân dân") > 10
    assert find(world.ha, "299/TTg").entries[0].title == "Chỉ thị 299/TTg"
