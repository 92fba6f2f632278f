from django.apps import AppConfig
from django.forms import ChoiceField, DateField, Field


class CoreConfig(AppConfig):
    name = "daumoi.core"
    label = "core"
    verbose_name = "Nền"

    def ready(self) -> None:
        """Say the commonest faults of a form as an office would; Django's own translation is stiff."""
        Field.default_error_messages["required"] = "Cần điền ô này."  # type: ignore[index]
        DateField.default_error_messages["invalid"] = "Không có ngày này. Ghi ngày/tháng/năm, ví dụ 24/11/2026."  # type: ignore[index]
        ChoiceField.default_error_messages["invalid_choice"] = "Không có lựa chọn này trong danh sách."  # type: ignore[index]
