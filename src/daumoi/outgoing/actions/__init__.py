"""The verbs on drafts: the only writers of this room. `STEPS` are those that a page offers as buttons."""

from collections.abc import Callable
from typing import Any

from daumoi.outgoing.actions.drafting import approve, create, drop, edit, give_back, submit, withdraw
from daumoi.outgoing.actions.issuing import finish_again, issue, sign, unsign
from daumoi.outgoing.actions.opinions import OPINION_STEPS, answer, ask_opinion, retract, settle

STEPS: dict[str, Callable[..., Any]] = {
    "edit": edit,
    "ask_opinion": ask_opinion,
    "submit": submit,
    "withdraw": withdraw,
    "approve": approve,
    "return": give_back,
    "sign": sign,
    "unsign": unsign,
    "issue": issue,
    "drop": drop,
}

__all__ = [
    "OPINION_STEPS",
    "STEPS",
    "answer",
    "approve",
    "ask_opinion",
    "create",
    "drop",
    "edit",
    "finish_again",
    "give_back",
    "issue",
    "retract",
    "settle",
    "sign",
    "submit",
    "unsign",
    "withdraw",
]
