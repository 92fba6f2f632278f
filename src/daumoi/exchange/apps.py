from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "daumoi.exchange"
    label = "exchange"
    verbose_name = "Nhập sổ cũ"

    def ready(self) -> None:
        from daumoi.exchange import jobs  # noqa: F401
