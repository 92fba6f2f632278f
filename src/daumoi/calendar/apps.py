from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "daumoi.calendar"
    label = "calendar"
    verbose_name = "Lịch làm việc"
