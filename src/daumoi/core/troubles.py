"""What the machine under the program may do: lose its database, be too busy, have no room left."""

from __future__ import annotations

import errno
from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# https://www.postgresql.org/docs/15/errcodes-appendix.html; SQLite's own names of its codes.
FULL = ("53100", "SQLITE_FULL")
BUSY = ("40001", "40P01", "53300", "55P03", "SQLITE_BUSY", "SQLITE_LOCKED")
AWAY = ("08", "57P01", "57P02", "57P03", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_READONLY")


@dataclass(frozen=True)
class Trouble:
    """One page: its status, its heading, and what happened and is to be done, in Vietnamese."""

    status: int
    heading: str
    happened: str
    todo: str


NO_DATABASE = Trouble(
    503,
    "Máy chủ tạm mất kết nối với cơ sở dữ liệu",
    "Cơ sở dữ liệu đang khởi động lại hoặc đường nối bị đứt giữa chừng.",
    "Đợi nửa phút, quay lại trang trước và bấm lại. Nếu vẫn vậy, báo người quản trị.",
)
TOO_BUSY = Trouble(
    503,
    "Máy chủ đang bận",
    "Có việc khác đang ghi vào cơ sở dữ liệu quá lâu nên việc của đồng chí chưa đến lượt.",
    "Đợi một phút, quay lại trang trước và bấm lại.",
)
NO_ROOM_LEFT = Trouble(
    507,
    "Ổ đĩa của máy chủ đã đầy",
    "Máy không còn chỗ để ghi.",
    "Báo ngay người quản trị giải phóng ổ đĩa; xem văn bản đã có vẫn được. Xong thì quay lại và bấm lại.",
)


def trouble_of(error: BaseException | None) -> Trouble | None:
    """The trouble behind an error; None when it is the program's own fault."""
    seen: set[int] = set()
    lost = False
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            return NO_ROOM_LEFT
        code = str(getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", None) or "")
        for codes, trouble in ((FULL, NO_ROOM_LEFT), (BUSY, TOO_BUSY), (AWAY, NO_DATABASE)):
            if code.startswith(codes):
                return trouble
        # psycopg has no code for a server that is not there, or that went away without a word.
        lost = lost or (isinstance(error, DatabaseError | InterfaceError) and _says_nothing_of_the_data(error))
        error = error.__cause__ or error.__context__
    return NO_DATABASE if lost else None


def _says_nothing_of_the_data(error: Exception) -> bool:
    cause = error.__cause__
    names = {kind.__name__ for kind in type(cause).__mro__} if cause else set()
    return bool(names & {"OperationalError", "InterfaceError"}) and getattr(cause, "sqlstate", None) is None
