from django.apps import AppConfig


class IncomingConfig(AppConfig):
    name = "daumoi.incoming"
    label = "incoming"
    verbose_name = "Văn bản đến"
