from django.apps import AppConfig


class NumberingConfig(AppConfig):
    name = "daumoi.numbering"
    label = "numbering"
    verbose_name = "Số và sổ"
