"""Numbers as people write and say them."""

from typing import Final

_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_UNITS_AFTER_TENS: Final = {1: "mốt", 4: "tư", 5: "lăm"}
_GROUPS: Final = ("", "nghìn", "triệu")


def thousands(number: int) -> str:
    """A dot between thousands: 1.388."""
    return f"{number:,}".replace(",", ".")


def number_words(number: int) -> str:
    """The number in words: 1.205 is "một nghìn hai trăm linh năm", 24 "hai mươi tư"."""
    if number < 0:
        return f"âm {number_words(-number)}"
    return " ".join(_billions(number)) or _DIGITS[0]


def _billions(number: int) -> list[str]:
    above, rest = divmod(number, 1_000_000_000)
    if not above:
        return _below_billion(rest, full=False)
    return [*_billions(above), "tỷ", *_below_billion(rest, full=True)]


def _below_billion(number: int, *, full: bool) -> list[str]:
    said: list[str] = []
    for power in (2, 1, 0):
        group = number // 1000**power % 1000
        if group:
            said += _hundreds(group, full=full or bool(said))
            said += [_GROUPS[power]] if power else []
    return said


def _hundreds(group: int, *, full: bool) -> list[str]:
    """A group of three digits; `full` names the hundreds even when there are none, as after a higher group."""
    hundreds, rest = divmod(group, 100)
    if not (hundreds or full):
        return _tens(rest)
    said = [_DIGITS[hundreds], "trăm"]
    if 0 < rest < 10:
        return [*said, "linh", "tư" if rest == 4 else _DIGITS[rest]]
    return said + _tens(rest)


def _tens(number: int) -> list[str]:
    tens, units = divmod(number, 10)
    if not tens:
        return [_DIGITS[units]] if units else []
    said = ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if not units:
        return said
    if tens == 1:
        return [*said, "lăm" if units == 5 else _DIGITS[units]]
    return [*said, _UNITS_AFTER_TENS.get(units, _DIGITS[units])]
