"""The morning of those who have work in hand."""

from datetime import time

from django.utils import timezone

from daumoi.jobs.queue import job
from daumoi.tasks import reminders
from daumoi.tasks.actions import hands
from daumoi.tasks.models import Line


@job("tasks.remind", "Nhắc đầu việc sắp đến hạn và quá hạn", daily=time(7, 0))
def remind() -> int:
    """Tell whoever has a line in hand that it is due tomorrow, or that its day has passed; how many notices."""
    today = timezone.localdate()
    lines = Line.objects.open().filter(due_on__range=reminders.window(today))
    return sum(
        reminders.tell_of(
            line.due_on,
            line.entry.told,
            people=hands(line),
            url=line.entry.get_absolute_url(),
            cause="tasks.due",
            body=line.body,
            today=today,
        )
        for line in lines.select_related("entry", "person", "unit", "body").order_by("due_on", "id")
        if line.due_on
    )
