from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "daumoi.files"
    label = "files"
    verbose_name = "Tệp"

    def ready(self) -> None:
        from daumoi.files import jobs  # noqa: F401  (registers the handlers)
