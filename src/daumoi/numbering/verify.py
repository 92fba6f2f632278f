"""Every number accounted for: none missing, none beyond its counter, dates in order."""

from collections.abc import Iterator
from itertools import groupby

from daumoi.numbering.models import Counter, Number, NumberStatus

# A paper that arrived yesterday may be registered after one of today: these books go by number only.
BY_ARRIVAL = {"den"}


def problems() -> Iterator[str]:
    """What is wrong with the numbers, in Vietnamese sentences. One pass in order, flat memory.

    A gap before a number that was imported from an old register is that
    register's own and is left to its report.
    """
    counters = {(one.body_id, one.series, one.period): one for one in Counter.objects.all()}
    rows = Number.objects.order_by("body_id", "series", "period", "value").values_list(
        "body_id", "series", "period", "value", "given_on", "status", "is_imported", "body__code"
    )
    for key, group in groupby(rows.iterator(chunk_size=5000), key=lambda row: row[:3]):
        expected, count, previous_day, where = 1, 0, None, ""
        for _body, series, period, value, day, status, imported, code in group:
            where = f"dãy {series} kỳ {period} của {code or 'cơ quan'}"
            if value > expected and not imported:
                missing = f"{expected}" if value == expected + 1 else f"{expected}–{value - 1}"
                yield f"Thiếu số {missing} trong {where}: không cấp, không giữ, không huỷ."
            if status == NumberStatus.ISSUED and not imported and series not in BY_ARRIVAL:
                if previous_day and day < previous_day:
                    yield f"Số {value} trong {where} ghi ngày {day:%d/%m/%Y}, sớm hơn số trước nó."
                previous_day = day
            expected, count = value + 1, count + 1
        counter = counters.get(key, Counter())
        if counter.given != count:
            yield f"Bộ đếm của {where} ghi {counter.given} dòng nhưng sổ có {count} dòng."
        if counter.last != expected - 1:
            yield f"Bộ đếm của {where} ghi {counter.last} nhưng số cuối trong sổ là {expected - 1}."
