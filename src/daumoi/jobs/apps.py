from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "daumoi.jobs"
    label = "jobs"
    verbose_name = "Việc chạy nền"
