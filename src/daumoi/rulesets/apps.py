from django.apps import AppConfig


class RulesetsConfig(AppConfig):
    name = "daumoi.rulesets"
    label = "rulesets"
    verbose_name = "Quy định nghiệp vụ"
