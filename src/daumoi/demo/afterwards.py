"""What became of papers after they had left, and the figures of the closed term."""

from __future__ import annotations

from django.utils import timezone

from daumoi.catalogue import actions as catalogue
from daumoi.catalogue.models import Relation
from daumoi.demo.register import LAST, TERM_NAME
from daumoi.documents import delivery as way
from daumoi.documents.models import Delivery, Document
from daumoi.incoming import actions as arriving
from daumoi.incoming.actions import Coming
from daumoi.outgoing.models import Draft
from daumoi.people.models import Person, Term
from daumoi.synthesis.actions import freeze

DRAWN_BACK = "Lịch tập huấn thay đổi vì trùng hội nghị toàn quốc; Văn phòng sẽ có công văn khác."
WRONG_DAY = "Ghi nhầm thời hạn gửi báo cáo: 25/12/2026, đúng là 05/12/2026."


def walk(drafts: dict[str, Draft]) -> None:
    """One paper asked back, one replaced, each with an answer; the closed term counted for good."""
    training, wrong, right = (_issued(drafts[key]) for key in ("taphuan", "baocao", "baocaothay"))
    for paper in (wrong, right, training):
        for login, body in (("oanh", "Đảng uỷ xã Tân Lập"), ("phuong", "Đảng uỷ phường Bến Đá")):
            _enter(paper, login, body)
    clerk = _person("ha")
    # The first recipient has agreed to the exchange; the second has not answered yet.
    agreed, _open = (
        way.ask_recall(sent, reason=WRONG_DAY, actor=clerk, replacement=right) for sent in _inside(wrong)[:2]
    )
    catalogue.link(wrong.entry, right.entry, Relation.REPLACES, actor=clerk)
    way.answer_recall(agreed, agree=True, actor=_person("oanh"), note="Đã nhận công văn thay thế, huỷ bản cũ.")
    for sent in _inside(training):
        recall = way.ask_recall(sent, reason=DRAWN_BACK, actor=clerk)
        if sent.recipient_name == "Ban Tổ chức Tỉnh uỷ An Bình":
            way.answer_recall(recall, agree=True, actor=_person("nhung"), note="Đã nhận, không cử cán bộ nữa.")
    freeze(
        Term.objects.get(name=TERM_NAME),
        cutoff=LAST,
        actor=_person("son"),
        note="Phục vụ báo cáo tổng kết nhiệm kỳ trình Đại hội.",
    )


def _person(login: str) -> Person:
    return Person.objects.get(login=login)


def _issued(draft: Draft) -> Document:
    assert draft.document is not None
    return draft.document


def _inside(paper: Document) -> list[Delivery]:
    """The recipients that work here, in the order of the distribution list."""
    return list(paper.deliveries.filter(channel="inside").order_by("position"))


def _enter(paper: Document, login: str, name: str) -> None:
    """The clerk of that recipient enters the paper, if it was sent there."""
    if sent := paper.deliveries.filter(recipient_name=name).first():
        arriving.receive_delivery(sent, Coming(at=timezone.now()), actor=_person(login))
