from django.apps import AppConfig


class OutgoingConfig(AppConfig):
    name = "daumoi.outgoing"
    label = "outgoing"
    verbose_name = "Văn bản đi"
