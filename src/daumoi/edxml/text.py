"""Texts, days and moments as packets write them, and the one way in which this house writes them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta, timezone
from typing import Final

VIETNAM: Final = timezone(timedelta(hours=7))
BLANK: Final = "N/A"
"""What one sender writes for nothing."""

_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UNSEEN: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DAY: Final = (
    re.compile(r"(?P<y>\d{4})[/-](?P<m>\d{1,2})[/-](?P<d>\d{1,2})", re.ASCII),
    re.compile(r"(?P<d>\d{1,2})[/-](?P<m>\d{1,2})[/-](?P<y>\d{4})", re.ASCII),
)
_TIME: Final = re.compile(
    r"(?P<h>\d{1,2}):(?P<min>\d{2})(?::(?P<s>\d{2})(?:\.\d{1,9})?)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?", re.ASCII
)


def verbatim(text: str) -> str:
    """The text letter by letter, only without blanks around it and without what XML cannot carry."""
    return _NOT_XML.sub("", text).strip()


def tidy(text: str) -> str:
    """One line of composed letters; «N/A» is nothing. Applying it twice changes nothing."""
    clean = " ".join(unicodedata.normalize("NFC", _UNSEEN.sub("", text)).split())
    return "" if clean == BLANK else clean


def read_day(text: str) -> date | None:
    """`yyyy/MM/dd`, `yyyy-MM-dd` or `dd/MM/yyyy`, a time of day after it ignored; None when it is no day."""
    head = text.replace("T", " ").split(" ")[0]
    for pattern in _DAY:
        if found := pattern.fullmatch(head):
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                return None
    return None


def read_moment(text: str) -> datetime | None:
    """`yyyy/MM/dd HH:mm:ss` and its relatives; without a zone it is Vietnamese time. None when it is no moment."""
    day = read_day(text)
    if day is None:
        return None
    _, _, rest = text.replace("T", " ").partition(" ")
    if not rest.strip():
        return datetime(day.year, day.month, day.day, tzinfo=VIETNAM)
    found = _TIME.fullmatch(rest.strip())
    if not found:
        return None
    try:
        moment = datetime(
            day.year, day.month, day.day, int(found["h"]), int(found["min"]), int(found["s"] or 0), tzinfo=VIETNAM
        )
        return local(moment.replace(tzinfo=_zone(found["zone"]))) if found["zone"] else moment
    except (ValueError, OverflowError):
        return None


def _zone(said: str) -> timezone:
    if said == "Z":
        return timezone(timedelta())
    sign = -1 if said[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(said[1:3]), minutes=int(said[-2:])))


def local(moment: datetime) -> datetime:
    """Vietnamese time to the second; a moment without a zone is taken as such."""
    moment = moment.replace(microsecond=0)
    return moment.replace(tzinfo=VIETNAM) if moment.tzinfo is None else moment.astimezone(VIETNAM)


def write_day(day: date) -> str:
    return f"{day.year:04d}/{day.month:02d}/{day.day:02d}"


def write_moment(moment: datetime) -> str:
    moment = local(moment)
    return f"{write_day(moment)} {moment.hour:02d}:{moment.minute:02d}:{moment.second:02d}"
