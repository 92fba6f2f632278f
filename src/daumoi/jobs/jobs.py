"""The queue's own work of every day."""

from datetime import time, timedelta

from django.db import connection
from django.utils import timezone

from daumoi.core.engines import engine
from daumoi.jobs.models import Job
from daumoi.jobs.queue import job

KEPT = timedelta(days=90)


@job("jobs.sweep", "Dọn các việc chạy nền đã xong từ lâu", daily=time(2, 15))
def sweep() -> int:
    """Forget what was done long ago; what failed stays until somebody has seen to it."""
    return Job.objects.filter(done_at__lt=timezone.now() - KEPT).delete()[0]


@job("jobs.count_rows", "Đếm lại các bảng để tìm cho nhanh", daily=time(2, 40))
def count_rows() -> None:
    """Tell the planner of queries what it needs to know; some seconds for a million entries."""
    engine().count_rows(connection)
