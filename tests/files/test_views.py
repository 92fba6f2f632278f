"""The door for files: pieces, resuming, and bytes answered safely."""

import json

import pytest
from django.urls import reverse

from daumoi.files import actions
from daumoi.files.models import Upload
from daumoi.jobs.queue import run_all
from tests.files import papers

PDF = papers.pdf(2, "Cong van ve viec hoan thien ho so quy hoach can bo")


@pytest.fixture
def desk(client, world):
    client.force_login(world.ha)
    return client


SIZE = len(PDF)


def announce(desk, name="318-CV-BTCTU.pdf", size=SIZE):
    return desk.post("/tep/", json.dumps({"name": name, "size": size}), content_type="application/json")


def piece(desk, pk, at, data):
    return desk.patch(
        f"/tep/{pk}/", data, content_type="application/offset+octet-stream", headers={"Upload-Offset": str(at)}
    )


def body(answer):
    """What was answered, read to its end as a browser would."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_file_travels_in_pieces_and_goes_on_after_a_break(desk):
    made = announce(desk)
    pk = made.json()["id"]
    assert (made.status_code, made.json()["offset"]) == (201, 0)
    assert piece(desk, pk, 0, PDF[:400]).json()["offset"] == 400
    assert piece(desk, pk, 0, PDF[:400]).status_code == 409  # sent again after a lost answer
    assert desk.head(f"/tep/{pk}/")["Upload-Offset"] == "400"
    seen = desk.get(f"/tep/{pk}/").json()
    assert (seen["size"], seen["offset"], seen["state"]) == (len(PDF), 400, "going")
    last = piece(desk, pk, 400, PDF[400:]).json()
    assert last["done"] is True
    assert last["file"]["media_type"] == "application/pdf"


@pytest.mark.parametrize(
    ("name", "size", "words"),
    [("bao-cao.exe", 10, "tệp chương trình"), ("a.pdf", 0, "0 byte"), ("a.pdf", 400 * 1024**2, "lớn hơn")],
)
def test_what_will_be_refused_is_refused_at_the_door(desk, name, size, words):
    answer = announce(desk, name, size)
    assert answer.status_code == 422
    assert words in answer.json()["problem"]


@pytest.mark.parametrize("body", ["", "{}", '{"name": "a.pdf", "size": "x"}', "[]"])
def test_nonsense_is_a_bad_request(desk, body):
    assert desk.post("/tep/", body, content_type="application/json").status_code == 400


def test_a_piece_without_a_place_is_a_bad_request(desk):
    pk = announce(desk).json()["id"]
    assert desk.patch(f"/tep/{pk}/", PDF, content_type="application/octet-stream").status_code == 400


def test_a_file_that_turns_out_wrong_says_so_with_its_last_piece(desk):
    data = papers.word()
    pk = announce(desk, "bao-cao.pdf", len(data)).json()["id"]
    answer = piece(desk, pk, 0, data)
    assert answer.status_code == 422
    assert "bên trong là Word" in answer.json()["problem"]
    assert desk.get(f"/tep/{pk}/").json()["state"] == "failed"
    assert piece(desk, pk, len(data), b"x").status_code == 422


def test_a_form_without_a_script_hands_over_whole_files(desk):
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = desk.post(
        "/tep/", {"files": [SimpleUploadedFile("318.pdf", PDF), SimpleUploadedFile("k.pdf", papers.locked_pdf())]}
    )
    whole, locked = answer.json()["uploads"]
    assert whole["done"] is True
    assert "có mật khẩu" in locked["problem"]


def test_putting_away(desk):
    pk = announce(desk).json()["id"]
    assert desk.delete(f"/tep/{pk}/").status_code == 204
    assert not Upload.objects.exists()


def test_an_upload_of_somebody_else_is_as_if_it_were_not_there(client, world):
    upload = actions.start_upload("318.pdf", len(PDF), actor=world.son)
    actions.take_piece(upload, 0, PDF)
    client.force_login(world.ha)
    for address in ("files:upload", "files:content"):
        assert client.get(reverse(address, args=[upload.pk])).status_code == 404
    assert client.get(reverse("files:page", args=[upload.pk, 1])).status_code == 404
    assert client.delete(f"/tep/{upload.pk}/").status_code == 404
    assert Upload.objects.exists()


@pytest.fixture
def whole(desk, world):
    upload = actions.start_upload("Công văn «318».pdf", len(PDF), actor=world.ha)
    return actions.take_piece(upload, 0, PDF)


def test_a_file_is_shown_under_its_own_name_and_may_run_nothing(desk, whole):
    answer = desk.get(f"/tep/{whole.pk}/xem/")
    assert body(answer) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''C%C3%B4ng%20v%C4%83n")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-cache"
    handed = desk.get(f"/tep/{whole.pk}/xem/?tai-ve")
    assert body(handed) == PDF
    assert handed["Content-Disposition"].startswith("attachment")
    assert desk.get(f"/tep/{whole.pk}/xem/", headers={"If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-99", 0, 99), ("bytes=100-", 100, len(PDF) - 1), ("bytes=-50", len(PDF) - 50, len(PDF) - 1)],
)
def test_a_part_of_a_large_file_can_be_asked_for(desk, whole, asked, first, last):
    answer = desk.get(f"/tep/{whole.pk}/xem/", headers={"Range": asked})
    assert answer.status_code == 206
    assert answer["Content-Range"] == f"bytes {first}-{last}/{len(PDF)}"
    assert body(answer) == PDF[first : last + 1]


def test_a_range_outside_the_file_is_refused_and_a_stale_one_gets_the_whole(desk, whole):
    assert desk.get(f"/tep/{whole.pk}/xem/", headers={"Range": "bytes=999999-"}).status_code == 416
    stale = desk.get(f"/tep/{whole.pk}/xem/", headers={"Range": "bytes=0-9", "If-Range": '"khac"'})
    assert body(stale) == PDF
    assert body(desk.get(f"/tep/{whole.pk}/xem/", headers={"Range": "bytes=-"})) == PDF


def test_pages_are_pictures_the_browser_keeps(desk, whole):
    assert desk.get(f"/tep/{whole.pk}/trang/1/").status_code == 404  # not drawn yet
    run_all()
    picture = desk.get(f"/tep/{whole.pk}/trang/1/")
    assert picture["Content-Type"] == "image/webp"
    assert "sandbox" in picture["Content-Security-Policy"]
    assert body(picture).startswith(b"RIFF")
    assert body(desk.get(f"/tep/{whole.pk}/trang/0/"))
    assert desk.get(f"/tep/{whole.pk}/trang/3/").status_code == 404
    assert desk.get(f"/tep/{whole.pk}/trang/1/", headers={"If-None-Match": picture["ETag"]}).status_code == 304


def test_missing_bytes_look_like_a_missing_file(desk, whole, stored_files):
    from daumoi.files import store

    store.remove(whole.file.sha256)
    assert desk.get(f"/tep/{whole.pk}/xem/").status_code == 404
