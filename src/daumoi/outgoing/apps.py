from django.apps import AppConfig


class OutgoingConfig(AppConfig):
    name = "daumoi.outgoing"
    label = "outgoing"
    verbose_name = "Văn bản đi"

    def ready(self) -> None:
        from daumoi.outgoing import jobs  # noqa: F401  (registers the handlers)
