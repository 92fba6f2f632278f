"""The product's settings, with what must differ under test: a home of its own for every run, and no waiting."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = ROOT / "var" / "test" / "runs"
RUNS.mkdir(parents=True, exist_ok=True)
RUN = Path(tempfile.mkdtemp(prefix="run-", dir=RUNS))
atexit.register(shutil.rmtree, RUN, ignore_errors=True)

os.environ["DAUMOI_HOME"] = str(RUN)
os.environ["DAUMOI_SECRET_KEY"] = "only for tests: worthless, and the same in every process of one run"

from daumoi.settings import *  # noqa: E402, F403
from daumoi.settings import DATABASES, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(RUN / "test.sqlite3")}
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_{RUN.name.replace('-', '_')}"}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
(RUN / "static").mkdir()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
