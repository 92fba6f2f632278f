from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "daumoi.journal"
    label = "journal"
    verbose_name = "Nhật ký"
