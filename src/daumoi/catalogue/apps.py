from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "daumoi.catalogue"
    label = "catalogue"
    verbose_name = "Mục lục"

    def ready(self) -> None:
        from daumoi.catalogue import subjects

        subjects.register()
