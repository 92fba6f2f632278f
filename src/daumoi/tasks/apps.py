from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "daumoi.tasks"
    label = "tasks"
    verbose_name = "Xử lý"
