from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "daumoi.signing"
    label = "signing"
    verbose_name = "Chữ ký điện tử"
