from django.apps import AppConfig


class SynthesisConfig(AppConfig):
    name = "daumoi.synthesis"
    label = "synthesis"
    verbose_name = "Tổng hợp"
