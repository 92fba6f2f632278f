from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "daumoi.journal"
    label = "journal"
    verbose_name = "Nhật ký"

    def ready(self) -> None:
        from daumoi.journal import jobs  # noqa: F401  (registers the handlers)
