from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "daumoi.documents"
    label = "documents"
    verbose_name = "Văn bản"
