from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "daumoi.notices"
    label = "notices"
    verbose_name = "Thông báo"

    def ready(self) -> None:
        from daumoi.notices import jobs  # noqa: F401  (registers the handlers)
