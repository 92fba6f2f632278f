from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "daumoi.jobs"
    label = "jobs"
    verbose_name = "Việc chạy nền"

    def ready(self) -> None:
        from daumoi.jobs import jobs  # noqa: F401  (registers the handlers)
