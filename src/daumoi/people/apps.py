from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "daumoi.people"
    label = "people"
    verbose_name = "Con người và tổ chức"

    def ready(self) -> None:
        from daumoi.people import jobs  # noqa: F401  (registers the handlers)
