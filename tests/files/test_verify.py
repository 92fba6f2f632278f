"""Stored bytes that changed or went away are named by their fingerprint."""

from daumoi.files import store
from daumoi.files.actions import keep_made
from daumoi.files.verify import problems


def stored(words):
    kept = keep_made(words, "txt", "text/plain")
    return kept, store._folder() / store.address(kept.sha256)


def test_files_that_are_as_they_were_stored_are_whole(db):
    stored(b"mot")
    assert list(problems()) == []


def test_changed_bytes_are_named(db):
    kept, place = stored(b"mot")
    stored(b"hai")
    place.chmod(0o600)
    place.write_bytes(b"ba")
    (problem,) = problems()
    assert problem.startswith(f"Tệp {kept.sha256[:16]}… đã bị thay đổi: dấu vân nay là ")


def test_a_lost_file_is_named(db):
    kept, place = stored(b"mot")
    place.unlink()
    assert list(problems()) == [f"Mất tệp {kept.sha256[:16]}… (3 byte)."]
