"""Refusals: what the program says when it will not do something.

Every refusal is one or more clear Vietnamese sentences. The middleware turns
them into pages; nothing else in the program formats errors.
"""


class Refusal(Exception):
    """The act was not done, and nothing was changed. `reasons` are sentences for the person."""

    status = 422
    title = "Chưa thực hiện được"

    def __init__(self, *reasons: str, kept: str = "", advice: str = "") -> None:
        super().__init__(*reasons)
        self.reasons = list(reasons)
        self.kept = kept
        self.advice = advice


class NotReady(Refusal):
    """The step exists, but not now: the state is wrong or something is missing."""

    status = 409
    title = "Chưa làm được bước này"


class Stale(NotReady):
    """Somebody else changed the record after this page was opened."""

    title = "Nội dung đã được người khác thay đổi"


class NotAllowed(Refusal):
    """The person may see the record but may not do this."""

    status = 403
    title = "Đồng chí không có quyền làm việc này"
