"""What seldom happens to an import, and must end in a sentence or a clean continuation."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest

from daumoi.catalogue import index
from daumoi.catalogue.models import Entry
from daumoi.core.errors import NotAllowed, NotReady, Refusal
from daumoi.documents.actions import Description
from daumoi.documents.bulk import Whole, capture_many
from daumoi.documents.models import Document
from daumoi.exchange import actions, jobs
from daumoi.exchange.models import Batch, State
from daumoi.files.models import StoredFile
from daumoi.jobs.models import Job
from daumoi.jobs.queue import run_all
from daumoi.numbering.models import Number
from daumoi.people.models import Term

LINES = "Số, ký hiệu;Ngày ban hành;Trích yếu\n05-NQ/TU;20/11/2015;về rừng\n;21/11/2015;thư không số"


def received(world: Any, content: str = LINES, **changed: Any) -> Batch:
    fields = {"body": world.tu, "book": "outgoing", "actor": world.ha, **changed}
    return actions.receive(BytesIO(content.encode()), "so.csv", **fields)


def known(batch: Batch) -> Batch:
    run_all()
    batch.refresh_from_db()
    return batch


def old_term(body: Any, **more: Any) -> Term:
    return Term.objects.create(
        body=body, name="2015-2020", ordinal="XIV", starts_on=date(2015, 10, 1), ends_on=date(2020, 9, 30), **more
    )


def test_only_a_body_that_works_here_has_registers(world: Any) -> None:
    with pytest.raises(Refusal, match="không giữ sổ"):
        received(world, body=world.tw, actor=None)
    with pytest.raises(Refusal, match="sổ đến hay sổ đi"):
        received(world, book="khác")


def test_columns_wait_until_the_file_is_read(world: Any) -> None:
    batch = received(world)
    with pytest.raises(NotReady):
        actions.put_columns(batch, {}, actor=world.ha)
    with pytest.raises(NotAllowed):
        actions.put_columns(batch, {}, actor=world.lan)


def test_nothing_starts_while_the_rows_are_checked_again(world: Any) -> None:
    batch = known(received(world))
    batch = known(actions.put_columns(batch, batch.mapping, actor=world.ha))
    batch = actions.put_columns(batch, batch.mapping, actor=world.ha)
    with pytest.raises(NotReady, match="Xin đợi"):
        actions.start(batch, actor=world.ha)


def test_a_file_dropped_before_it_was_read_is_put_away(world: Any) -> None:
    batch = actions.drop(received(world), actor=world.ha)
    run_all()
    assert batch.state == State.DROPPED and not StoredFile.objects.exists() and not batch.rows.exists()


def test_work_is_done_again_from_where_it_stopped(world: Any) -> None:
    batch = known(received(world))
    actions.put_columns(batch, batch.mapping, actor=world.ha)
    Job.objects.all().update(unique_key=None, failed_at="2026-01-01T00:00:00Z")
    batch.refresh_from_db()
    with pytest.raises(NotAllowed):
        actions.again(batch, actor=world.lan)
    batch = known(actions.again(batch, actor=world.ha))
    actions.start(batch, actor=world.ha)
    Job.objects.all().update(unique_key=None, failed_at="2026-01-01T00:00:00Z")
    batch.refresh_from_db()
    assert known(actions.again(batch, actor=world.ha)).state == State.DONE and Entry.objects.count() == 2


def test_jobs_that_come_late_change_nothing(world: Any) -> None:
    batch = known(received(world))
    batch = known(actions.put_columns(batch, batch.mapping, actor=world.ha))
    batch = known(actions.start(batch, actor=world.ha))
    for late in (jobs.read_file, jobs.check_rows, jobs.write_rows):
        late(batch.pk, progress=lambda *_said: None)
    batch.refresh_from_db()
    assert batch.state == State.DONE and Entry.objects.count() == 2


def test_a_file_with_names_and_no_rows_is_told(world: Any) -> None:
    batch = known(received(world, "Số, ký hiệu;Ngày ban hành;Trích yếu\n"))
    assert "không có dòng nào" in batch.problem


def test_a_line_that_is_no_record_is_reported_with_its_place(world: Any) -> None:
    lines = '{"number": "5-KH/TU", "date": "1/1/2016", "subject": "về rừng"}\n{hỏng\n'
    batch = actions.import_file(BytesIO(lines.encode()), "so.jsonl", body=world.tu, actor=world.ha)
    assert batch.counts["imported"] == 1 and batch.counts["problems"] == {"broken": 1}
    assert batch.rows.get(problem="broken").place == "dòng 2"


def test_a_command_says_what_it_could_not_use(world: Any) -> None:
    with pytest.raises(Refusal, match="nén bị hỏng"):
        actions.import_file(BytesIO(b"\x1f\x8brac"), "so.csv.gz", body=world.tu, actor=world.ha)
    with pytest.raises(Refusal, match="Trích yếu") as refused:
        actions.import_file(BytesIO(b"a,b\n1,2\n"), "so.csv", body=world.tu, actor=world.ha)
    assert "«a»" in refused.value.advice


def test_a_command_tells_the_book_by_the_columns(world: Any) -> None:
    batch = actions.import_file(BytesIO(LINES.encode()), "so.csv", body=world.tu, actor=world.ha)
    assert batch.book == "outgoing" and batch.counts["imported"] == 2
    again = actions.import_file(BytesIO(LINES.encode()), "so.csv", body=world.tu, actor=world.ha)
    assert again.counts["problems"] == {"doubled": 2}


def test_an_office_counts_in_the_term_of_its_committee(world: Any) -> None:
    term = old_term(world.tu)
    rows = [{"number": "5-CV/VPTU", "issued_on": "1/1/2016", "subject": "về xe", "type": "Công văn"}]
    actions.import_rows(world.vptu, rows, world.ha)
    assert Number.objects.get().period == f"t{term.pk}"


def test_a_paper_of_a_congress_stands_in_the_series_of_the_congress(world: Any) -> None:
    term = old_term(world.tu, congress_from=date(2015, 10, 1), congress_to=date(2015, 10, 3))
    rows = [
        {"number": "01-NQ/ĐH", "issued_on": "3/10/2015", "subject": "nghị quyết đại hội"},
        {"number": "02-NQ/ĐH", "issued_on": "9/10/2015", "subject": "ngoài ngày đại hội"},
    ]
    batch = actions.import_rows(world.tu, rows, world.ha)
    assert Number.objects.get().period == f"c{term.pk}" and batch.counts["remarks"] == {"not_in_series": 1}


def test_one_number_for_two_papers_of_the_file_goes_in_with_a_remark(world: Any) -> None:
    rows = [
        {"number": "5-KH/TU", "issued_on": "1/1/2016", "subject": "kế hoạch kiểm tra năm"},
        {"number": "5-KH/TU", "issued_on": "1/1/2016", "subject": "tổ chức hội thi cồng chiêng"},
    ]
    batch = actions.import_rows(world.tu, rows, world.ha)
    assert batch.counts["imported"] == 2 and batch.counts["remarks"]["same_number"] == 1


def test_numbers_that_no_series_has(world: Any) -> None:
    old_term(world.tu)
    rows = [
        {"number": "9999999-KH/TU", "issued_on": "1/1/2016", "subject": "số quá lớn"},
        {"number": "66.18-NQ/TU", "issued_on": "1/1/2016", "subject": "số có chấm"},
    ]
    actions.import_rows(world.tu, rows, world.ha)
    assert not Number.objects.exists() and Document.objects.count() == 2


def test_many_papers_keep_the_rules_of_one(world: Any) -> None:
    secret = Description(issuer_name="Tỉnh uỷ", security="tuyet_mat", subject="không được ghi")
    with pytest.raises(Refusal, match="Tuyệt mật"):
        capture_many("outgoing", [Whole(secret, date(2015, 1, 1), {})], body=world.tu)
    assert not Entry.objects.exists() and list(index.compare()) == []
