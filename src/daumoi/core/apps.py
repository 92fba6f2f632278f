from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "daumoi.core"
    label = "core"
    verbose_name = "Nền"
