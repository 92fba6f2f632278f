from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "daumoi.notices"
    label = "notices"
    verbose_name = "Thông báo"
