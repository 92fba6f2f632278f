from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "daumoi.catalogue"
    label = "catalogue"
    verbose_name = "Mục lục"
