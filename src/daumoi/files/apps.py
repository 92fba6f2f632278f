from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "daumoi.files"
    label = "files"
    verbose_name = "Tệp"
