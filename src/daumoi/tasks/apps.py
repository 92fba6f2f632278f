from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "daumoi.tasks"
    label = "tasks"
    verbose_name = "Xử lý"

    def ready(self) -> None:
        from daumoi.tasks import jobs  # noqa: F401  (registers the handlers)
