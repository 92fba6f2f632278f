from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "daumoi.documents"
    label = "documents"
    verbose_name = "Văn bản"

    def ready(self) -> None:
        from daumoi.documents import jobs  # noqa: F401  (registers the handlers)
