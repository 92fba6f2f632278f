"""The queue's own work of every day."""

from datetime import time, timedelta

from django.utils import timezone

from daumoi.jobs.models import Job
from daumoi.jobs.queue import job

KEPT = timedelta(days=90)


@job("jobs.sweep", "Dọn các việc chạy nền đã xong từ lâu", daily=time(2, 15))
def sweep() -> int:
    """Forget what was done long ago; what failed stays until somebody has seen to it."""
    return Job.objects.filter(done_at__lt=timezone.now() - KEPT).delete()[0]
