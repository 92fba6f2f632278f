from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "daumoi.dossiers"
    label = "dossiers"
    verbose_name = "Hồ sơ"
