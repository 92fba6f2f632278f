from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "daumoi.desk"
    label = "desk"
    verbose_name = "Bàn làm việc"
