"""The store behind the same few functions: a folder or a bucket; and a scanner in front, where the office runs one."""

import errno
import socket
import struct
import threading

import pytest

from daumoi.core.errors import Refusal
from daumoi.files import actions, malware, store
from daumoi.files.models import StoredFile
from tests.files import papers
from tests.files.test_actions import sent


@pytest.fixture
def bucket(settings, tmp_path):
    """Any storage that is no folder is used as a bucket is."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage", "OPTIONS": {}},
    }
    settings.HOME = tmp_path


def test_a_bucket_keeps_files_and_pieces_as_a_folder_does(world, bucket):
    data = papers.pdf()
    upload = sent(world, data)
    again = actions.store_file(data, "a.pdf")
    assert upload.file == again
    assert actions.read_bytes(again) == data
    with actions.on_disk(again) as path:
        assert path.read_bytes() == data
    assert store.exists(again.sha256)
    assert store.fingerprint(again.sha256) == again.sha256
    store.remove(again.sha256)
    assert not store.exists(again.sha256)


def test_only_a_full_disk_is_called_a_full_disk():
    with pytest.raises(PermissionError), store.disk_may_be_full():
        raise PermissionError(errno.EACCES, "no")


def test_a_piece_half_written_on_a_full_disk_is_taken_away(world, stored_files, monkeypatch):
    monkeypatch.setattr(store.os, "fsync", lambda _handle: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
    with pytest.raises(Refusal):
        store.keep_piece("uploads/x/1", b"data")
    assert not list(stored_files.rglob("1"))


# --- the scanner ----------------------------------------------------------------------------------------


@pytest.fixture
def scanner(settings):
    """A clamd that finds EICAR."""
    door = socket.create_server(("127.0.0.1", 0))
    settings.CLAMD = f"127.0.0.1:{door.getsockname()[1]}"

    def serve():
        while True:
            try:
                line, _ = door.accept()
            except OSError:
                return
            with line, line.makefile("rb") as told:
                assert told.read(10) == b"zINSTREAM\0"
                data = b""
                while size := struct.unpack("!I", told.read(4))[0]:
                    data += told.read(size)
                line.sendall(b"stream: Eicar-Test FOUND\0" if b"EICAR" in data else b"stream: OK\0")

    thread = threading.Thread(target=serve)
    thread.start()
    yield
    door.shutdown(socket.SHUT_RDWR)
    door.close()
    thread.join()


def test_what_the_scanner_finds_is_not_kept(world, scanner):
    assert actions.store_file(b"binh thuong", "a.txt")
    with pytest.raises(Refusal, match="mã độc \\(Eicar-Test\\)"):
        actions.store_file(b"X5O!P EICAR", "b.txt")
    assert StoredFile.objects.count() == 1


def test_a_scanner_that_does_not_answer_keeps_files_out(world, settings, tmp_path):
    settings.CLAMD = str(tmp_path / "no.sock")
    with pytest.raises(Refusal, match="bộ quét không trả lời"):
        actions.store_file(b"a", "a.txt")


def test_the_scanner_may_listen_on_a_socket_file(tmp_path):
    place = str(tmp_path / "clamd.sock")
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    door.bind(place)
    door.listen()
    with malware._connect(place):
        pass
    door.close()
