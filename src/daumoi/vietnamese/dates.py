"""Dates as official papers print them and as clerks type them."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta, timezone
from typing import Final

from .folding import fold

_VIETNAM: Final = timezone(timedelta(hours=7))
_TYPED: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?:[t ]\d\d:\d\d.*)?",
        r"(?P<d>\d{1,2})\s*[-/.]\s*(?P<m>\d{1,2})(?:\s*[-/.]\s*(?P<y>\d{4}|\d\d))?",
        r"(?P<d>\d{1,2})\s+(?P<m>\d{1,2})\s+(?P<y>\d{4}|\d\d)",
        r"(?P<d>\d\d)(?P<m>\d\d)(?P<y>\d{4}|\d\d)",
        r"(?:ngay\s*)?(?:mung\s*|mong\s*)?(?P<d>\d{1,2})\s*thang\s*(?P<m>\d{1,2})(?:\s*(?:nam\s*|,\s*)?(?P<y>\d{4}))?",
    )
)
_LEAD: Final = re.compile(r"^ngay\s*(?=\d)")


def date_in_words(day: date) -> str:
    """The line of an official paper: days below 10 and the months 1 and 2 take a zero, other months none."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year:04d}"


def parse_date(text: str, *, today: date | None = None) -> date:
    """The date somebody typed; a date without a year is this year's.

    Raises ValueError with a sentence that can be shown as it is.
    """
    today = today or datetime.now(_VIETNAM).date()
    typed = " ".join(fold(text).split()).rstrip(".,")
    for candidate in (typed, _LEAD.sub("", typed)):
        for pattern in _TYPED:
            if found := pattern.fullmatch(candidate):
                year = _year(found["y"], today)
                return _checked(int(found["d"]), int(found["m"]), year)
    raise ValueError(f"Chưa hiểu ngày “{text.strip()}”. Hãy gõ ngày/tháng/năm, ví dụ 05/02/{today.year}.")


def _year(digits: str | None, today: date) -> int:
    """Two digits mean the hundred years that end ten years from now."""
    if digits is None:
        return today.year
    if len(digits) == 4:
        return int(digits)
    latest = today.year + 10
    return latest - (latest - int(digits)) % 100


def _checked(day: int, month: int, year: int) -> date:
    if not year:
        raise ValueError("Không có năm 0. Hãy gõ lại năm.")
    if not 1 <= month <= 12:
        raise ValueError(f"Không có tháng {month}. Tháng là số từ 1 đến 12; hãy gõ theo thứ tự ngày/tháng/năm.")
    last = monthrange(year, month)[1]
    if not day:
        raise ValueError("Không có ngày 0. Hãy gõ lại ngày.")
    if day > last:
        raise ValueError(f"Không có ngày {day:02d}/{month:02d}/{year}: tháng {month} năm {year} chỉ có {last} ngày.")
    return date(year, month, day)
