"""Registering, correcting and striking arrivals; directing them, and following the work on their lines."""

from collections.abc import Callable
from typing import Any

from daumoi.core.words import tell
from daumoi.incoming.actions.coming import Coming
from daumoi.incoming.actions.correcting import correct, strike
from daumoi.incoming.actions.entering import Answer, description_of, receive_delivery, refuse_delivery, register
from daumoi.incoming.actions.facets import facets_of
from daumoi.incoming.actions.working import LINE_STEPS, direct, file_away, line_step

tell(
    "incoming",
    register="vào sổ số đến {number}",
    correct="sửa sổ đến: {changed_words}",
    strike="gạch số đến {number}",
    direct="cho ý kiến xử lý",
    file_away="cho lưu, không cần xử lý",
    complete="kết thúc xử lý",
    unassign="chuyển về chờ bút phê",
    reopen="mở lại để xử lý tiếp",
    keep_double="vẫn vào sổ dù giống {twins}",
    replace="ghi là bản thay thế của số đến {number}",
)

# The steps a page may take with nothing but a reason.
STEPS: dict[str, Callable[..., Any]] = {"strike": strike, "file_away": file_away}

__all__ = [
    "LINE_STEPS",
    "STEPS",
    "Answer",
    "Coming",
    "correct",
    "description_of",
    "direct",
    "facets_of",
    "file_away",
    "line_step",
    "receive_delivery",
    "refuse_delivery",
    "register",
    "strike",
]
