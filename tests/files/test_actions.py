"""Files are kept once and never altered; uploads come in pieces and belong to whoever sends them."""

import errno
import hashlib
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from daumoi.core.errors import NotReady, Refusal
from daumoi.files import actions, store
from daumoi.files.models import StoredFile, Upload
from daumoi.jobs.models import Job
from daumoi.jobs.queue import run_all
from tests.files import papers


def sent(world, data=None, name="318-CV-BTCTU.pdf", piece=900):
    """A file that Hà has sent in pieces, whole by now."""
    data = papers.pdf() if data is None else data
    upload = actions.start_upload(name, len(data), actor=world.ha, body=world.tu)
    for at in range(0, len(data), piece):
        upload = actions.take_piece(upload, at, data[at : at + piece])
    return upload


def stored_bytes(stored):
    return actions.read_bytes(stored)


def left_over(stored_files):
    """Pieces and temporary files that still lie in the store."""
    return [p for part in ("tmp", "uploads") for p in (stored_files / part).rglob("*") if p.is_file()]


def test_the_same_bytes_are_kept_once_under_their_fingerprint(world, stored_files):
    data = papers.pdf()
    first = actions.store_file(data, "318-CV.pdf")
    second = actions.store_file(io.BytesIO(data), "ban-sao.pdf")

    assert first == second
    assert first.sha256 == hashlib.sha256(data).hexdigest() == store.fingerprint(first.sha256)
    assert stored_bytes(first) == data
    assert (stored_files / store.address(first.sha256)).stat().st_mode & 0o222 == 0
    assert not left_over(stored_files)


def test_a_refused_file_leaves_nothing_behind(world, stored_files):
    with pytest.raises(Refusal):
        actions.store_file(papers.locked_pdf(), "khoa.pdf")
    assert not StoredFile.objects.exists()
    assert not [p for p in stored_files.rglob("*") if p.is_file()]


def test_a_full_disk_is_a_sentence_and_nothing_is_half_kept(world, stored_files, monkeypatch):
    def full(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(store.os, "fsync", full)
    with pytest.raises(Refusal, match="đã đầy"):
        actions.store_file(papers.pdf(), "318.pdf")
    assert not StoredFile.objects.exists()
    assert not [p for p in stored_files.rglob("*") if p.is_file()]


def test_a_full_disk_in_the_middle_of_an_upload_keeps_what_had_come(world, monkeypatch):
    data = papers.pdf(3)
    upload = actions.start_upload("318.pdf", len(data), actor=world.ha)
    upload = actions.take_piece(upload, 0, data[:500])
    with monkeypatch.context() as broken:
        broken.setattr(store.os, "fsync", lambda _handle: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
        with pytest.raises(Refusal, match="đã đầy"):
            actions.take_piece(upload, 500, data[500:])
    upload.refresh_from_db()
    assert upload.offset == 500
    assert actions.take_piece(upload, 500, data[500:]).file


def test_an_upload_comes_in_pieces_and_is_whole_at_the_end(world, stored_files):
    data = papers.pdf(2, "Kinh gui")
    upload = sent(world, data)

    assert upload.file
    assert stored_bytes(upload.file) == data
    assert not left_over(stored_files)
    assert Job.objects.filter(name="files.render").count() == 1


def test_a_piece_from_the_wrong_place_is_told_where_to_go_on(world):
    data = papers.pdf()
    upload = actions.start_upload("a.pdf", len(data), actor=world.ha)
    upload = actions.take_piece(upload, 0, data[:300])
    with pytest.raises(actions.OutOfStep) as behind:
        actions.take_piece(upload, 0, data[:300])
    assert behind.value.offset == 300


def test_two_windows_sending_the_same_piece_keep_it_once(world, stored_files):
    data = papers.pdf()
    upload = actions.start_upload("a.pdf", len(data), actor=world.ha)
    stale = Upload.objects.get(pk=upload.pk)
    actions.take_piece(upload, 0, data[:300])
    with pytest.raises(actions.OutOfStep):
        actions.take_piece(stale, 0, data[:300])
    assert len(left_over(stored_files)) == 1


def test_more_bytes_than_announced_are_refused(world):
    upload = actions.start_upload("a.pdf", 10, actor=world.ha)
    with pytest.raises(Refusal, match="không khớp"):
        actions.take_piece(upload, 0, b"x" * 11)


@pytest.mark.parametrize(("size", "words"), [(0, "0 byte"), (301 * 1024 * 1024, "lớn hơn mức cho phép")])
def test_an_empty_or_enormous_file_is_refused_before_it_travels(world, size, words):
    with pytest.raises(Refusal, match=words):
        actions.start_upload("a.pdf", size, actor=world.ha)
    assert not Upload.objects.exists()


def test_a_file_that_turns_out_wrong_stays_in_sight_with_its_reason(world, stored_files):
    upload = sent(world, papers.word(), "bao-cao.pdf")
    assert upload.file is None
    assert "bên trong là Word" in upload.problem
    assert not left_over(stored_files)
    with pytest.raises(Refusal):
        actions.take_piece(upload, upload.offset, b"x")


def test_an_upload_that_had_come_whole_is_finished_by_asking_again(world, stored_files, monkeypatch):
    data = papers.pdf()
    upload = actions.start_upload("318-CV.pdf", len(data), actor=world.ha, body=world.tu)

    def killed(_upload):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(actions, "_finish", killed)
        with pytest.raises(KeyboardInterrupt):
            actions.take_piece(upload, 0, data)
    upload.refresh_from_db()
    assert upload.offset == len(data) and not upload.file

    assert stored_bytes(actions.take_piece(upload, len(data), b"").file) == data
    assert not left_over(stored_files)


def test_a_whole_upload_ignores_what_is_sent_again(world):
    upload = sent(world)
    assert actions.take_piece(upload, 0, b"x") == upload


def test_a_name_without_a_suffix_gets_the_one_its_content_has(world):
    assert sent(world, name="quet 24-11").name == "quet 24-11.pdf"


def test_only_the_sender_sees_an_upload(world):
    upload = sent(world)
    assert actions.waiting_uploads([upload.pk, "rác", upload.pk], actor=world.ha) == [upload]
    assert actions.waiting_uploads([upload.pk], actor=world.son) == []
    assert not Upload.objects.visible_to(world.son).exists()


def test_an_upload_is_used_once(world):
    upload = sent(world)
    assert actions.use_upload(upload) == upload.file
    with pytest.raises(NotReady, match="đã được dùng"):
        actions.use_upload(upload)
    assert actions.waiting_uploads([upload.pk], actor=world.ha) == []


def test_putting_an_upload_away_removes_its_bytes_too(world, stored_files):
    upload = sent(world, papers.picture(words="Mat"), "quet.png")
    run_all()
    assert StoredFile.objects.count() > 1  # the file and the pictures of its page
    actions.discard_upload(upload)
    run_all()
    assert not StoredFile.objects.exists()
    assert not [p for p in stored_files.rglob("*") if p.is_file()]


def test_bytes_that_somebody_else_still_has_stay(world):
    mine, other = sent(world), sent(world)
    actions.discard_upload(mine)
    run_all()
    assert stored_bytes(other.file)
    actions.discard_upload(mine)  # a second click finds nothing to do


def test_bytes_stored_again_while_being_swept_stay(world, monkeypatch):
    data = papers.pdf()
    stored = actions.store_file(data, "a.pdf")
    pointed = actions._is_pointed_to

    def then_stored_again(found):
        answer = pointed(found)
        monkeypatch.setattr(actions, "_is_pointed_to", pointed)
        return answer

    monkeypatch.setattr(actions, "_is_pointed_to", then_stored_again)
    monkeypatch.setattr(StoredFile, "delete", _replaced_by_another(data))
    assert actions.sweep(stored)
    assert stored_bytes(StoredFile.objects.get()) == data


def _replaced_by_another(data):
    def delete(self):
        StoredFile.objects.filter(pk=self.pk).delete()
        actions.store_file(data, "b.pdf")

    return delete


def test_uploads_nobody_came_back_to_are_put_away_after_a_week(world):
    old, fresh = sent(world, papers.pdf(1)), sent(world, papers.pdf(2))
    Upload.objects.filter(pk=old.pk).update(touched_at=timezone.now() - timedelta(days=8))
    assert actions.sweep_old_uploads() == 1
    assert list(Upload.objects.all()) == [fresh]


def test_what_a_killed_process_left_is_swept_a_day_later(world, stored_files):
    import os

    (stored_files / "tmp").mkdir(parents=True)
    old, new = stored_files / "tmp" / "old", stored_files / "tmp" / "new"
    old.write_bytes(b"x")
    new.write_bytes(b"x")
    os.utime(old, (0, 0))
    assert store.sweep_temporary() == 1
    assert [p.name for p in (stored_files / "tmp").iterdir()] == ["new"]


def test_a_fingerprint_tells_altered_and_missing_bytes(world, stored_files):
    stored = actions.store_file(papers.pdf(), "a.pdf")
    place = stored_files / store.address(stored.sha256)
    place.chmod(0o600)
    place.write_bytes(b"khac")
    assert store.fingerprint(stored.sha256) != stored.sha256
    place.unlink()
    assert store.fingerprint(stored.sha256) is None
