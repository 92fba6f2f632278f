"""An issued paper reaches its recipients, and what they do with it comes back."""

import pytest
from django.db import IntegrityError, transaction

from daumoi.catalogue.models import Link, Relation
from daumoi.core.errors import NotAllowed, NotReady, Refusal, Stale
from daumoi.documents import delivery as way
from daumoi.documents.actions import Description, capture
from daumoi.documents.models import Delivery, DeliveryState, Recall, RecallState
from daumoi.journal.actions import history
from daumoi.notices.models import Notice
from daumoi.numbering.notation import party
from tests.builders import entry as received_entry

S = DeliveryState


@pytest.fixture
def paper(world):
    """A paper of the committee, on its way to the commune (here) and to the centre (outside)."""
    from django.utils import timezone

    description = Description(
        issuer=world.tu, issuer_name=world.tu.name, number=party(5, "KL", "TU"), subject="Kết luận"
    )
    document = capture("outgoing", description, body=world.tu, day=timezone.localdate())
    places = [
        way.Recipient(world.xa.name, world.xa, "để thực hiện"),
        way.Recipient("Văn phòng Trung ương Đảng", world.tw),
        way.Recipient("Các đồng chí Tỉnh uỷ viên"),
    ]
    way.deliver(document, places, actor=world.ha)
    return document


@pytest.fixture
def inside(paper):
    return paper.deliveries.get(position=1)


@pytest.fixture
def outside(paper):
    return paper.deliveries.get(position=2)


def register(world, delivery):
    found = received_entry(world, "Kết luận", body=world.xa, access={f"r{world.xa.pk}": "người giữ sổ"})
    return way.registered(delivery, found, number="18", actor=world.oanh)


def test_a_body_here_finds_the_paper_in_its_queue_and_the_others_wait_for_the_clerk(world, paper, inside, outside):
    assert (inside.channel, inside.state, inside.purpose) == ("inside", S.SENT, "để thực hiện")
    assert (outside.channel, outside.state, outside.sent_at) == ("", S.PENDING, None)
    assert list(Delivery.objects.waiting_for([world.xa.pk])) == [inside]
    assert Notice.objects.filter(person=world.oanh, cause="documents.deliver").exists()


def test_delivering_twice_is_delivering_once(world, paper):
    way.deliver(paper, [way.Recipient("Khác")], actor=world.ha)
    assert paper.deliveries.count() == 3


def test_the_states_come_back_to_the_sender(world, paper, inside):
    inside = way.arrive(inside, actor=world.oanh)
    assert way.arrive(inside, actor=world.oanh).state == S.ARRIVED
    inside = register(world, inside)
    assert (inside.state, inside.received_number) == (S.REGISTERED, "18")
    assert Link.objects.get(relation=Relation.RECEIVED_AS).source == paper.entry
    assert way.of_entry(inside.received_entry) == inside
    inside = way.assigned(inside, actor=world.tri)
    assert way.assigned(inside, actor=world.tri).state == S.ASSIGNED
    inside = way.done(inside, actor=world.tri)
    assert way.done(inside, actor=world.tri).state == S.DONE
    assert [one.action for one in history(paper)] == [
        "documents.deliver",
        "documents.arrive",
        "documents.register",
        "documents.assign",
        "documents.complete",
    ]


def test_a_refusal_carries_its_reason_back(world, paper, inside):
    with pytest.raises(NotReady, match="lý do"):
        way.refuse(inside, actor=world.oanh, note=" ")
    inside = way.refuse(inside, actor=world.oanh, note="Gửi nhầm nơi nhận")
    assert (inside.state, inside.refused_reason) == (S.REFUSED, "Gửi nhầm nơi nhận")
    notice = Notice.objects.get(person=world.ha, cause="documents.delivery")
    assert "Gửi nhầm nơi nhận" in notice.text
    with pytest.raises(NotReady):
        register(world, inside)


def test_the_clerk_notes_how_a_paper_left_the_house(world, outside):
    with pytest.raises(Refusal, match="cách gửi"):
        way.send(outside, channel="inside", actor=world.ha)
    outside = way.send(outside, channel="paper", note="Quân bưu, sổ 12", actor=world.ha)
    assert (outside.state, outside.channel, outside.sent_note) == (S.SENT, "paper", "Quân bưu, sổ 12")
    assert outside.sent_at is not None
    assert way.confirm(outside, actor=world.ha, note="Ký nhận 25/11").state == S.ARRIVED


def test_a_page_drawn_before_somebody_else_acted_changes_nothing(world, outside):
    token = outside.version
    way.send(outside, channel="paper", actor=world.ha, token=token)
    with pytest.raises(Stale):
        way.send(outside, channel="email", actor=world.ha, token=token)


@pytest.mark.parametrize("who", ["khach", "ha", "lan", "hoa"])
def test_only_the_recipient_says_what_became_of_it(world, inside, who):
    actor = getattr(world, who)
    for act in (
        lambda: way.arrive(inside, actor=actor),
        lambda: way.registered(inside, received_entry(world), number="1", actor=actor),
        lambda: way.refuse(inside, actor=actor, note="Không nhận"),
    ):
        with pytest.raises(NotAllowed):
            act()
    inside.refresh_from_db()
    assert inside.state == S.SENT


@pytest.mark.parametrize("who", ["khach", "oanh", "lan", "thanh"])
def test_only_the_senders_registry_notes_what_happens_outside(world, outside, who):
    with pytest.raises(NotAllowed):
        way.send(outside, channel="paper", actor=getattr(world, who))


# --- recall ---------------------------------------------------------------------------------------------


def test_the_recipient_agrees_and_the_paper_is_recalled(world, paper, inside):
    inside = register(world, inside)
    recall = way.ask_recall(inside, reason="Sai số liệu", actor=world.ha)
    assert Notice.objects.filter(person=world.oanh, cause="documents.ask_recall").exists()
    recall = way.answer_recall(recall, agree=True, actor=world.oanh)
    inside.refresh_from_db()
    assert (recall.state, recall.answer, inside.state) == (RecallState.AGREED, "Đồng ý.", S.RECALLED)
    assert history(paper).last().action == "documents.agree"


def test_the_recipient_declines_with_a_reason_and_keeps_the_paper(world, inside):
    inside = register(world, inside)
    recall = way.ask_recall(inside, reason="Sai số liệu", actor=world.son)
    with pytest.raises(NotReady, match="lý do"):
        way.answer_recall(recall, agree=False, actor=world.oanh)
    recall = way.answer_recall(recall, agree=False, note="Đã thực hiện xong", actor=world.oanh)
    inside.refresh_from_db()
    assert (recall.state, inside.state) == (RecallState.REFUSED, S.REGISTERED)
    assert "Đã thực hiện xong" in Notice.objects.filter(person=world.ha).latest("id").text
    assert way.ask_recall(inside, reason="Lần nữa", actor=world.ha).state == RecallState.ASKED


def test_a_replacement_is_offered_by_name(world, paper, inside):
    from django.utils import timezone

    newer = capture(
        "outgoing",
        Description(issuer=world.tu, issuer_name=world.tu.name, number="06-KL/TU", subject="Thay"),
        body=world.tu,
        day=timezone.localdate(),
    )
    recall = way.ask_recall(inside, reason="Sai số liệu", replacement=newer, actor=world.ha)
    assert str(recall).startswith("Thay thế")
    way.answer_recall(recall, agree=True, actor=world.oanh)
    assert "nhận 06-KL/TU thay cho" in history(paper).last().data["what"]


def test_the_answer_of_a_recipient_outside_is_noted_by_the_sender(world, outside):
    with pytest.raises(NotReady, match="không có gì để thu hồi"):
        way.ask_recall(outside, reason="Sai", actor=world.ha)
    outside = way.send(outside, channel="paper", actor=world.ha)
    recall = way.ask_recall(outside, reason="Sai", actor=world.ha)
    with pytest.raises(NotReady, match="đang chờ trả lời"):
        way.ask_recall(outside, reason="Sai", actor=world.ha)
    assert way.answer_recall(recall, agree=True, note="Đã gửi trả bản giấy", actor=world.ha).state == RecallState.AGREED


def test_strangers_neither_ask_nor_answer(world, inside):
    for stranger in (world.khach, world.lan, world.oanh, world.thanh):
        with pytest.raises(NotAllowed):
            way.ask_recall(inside, reason="Sai", actor=stranger)
    with pytest.raises(Refusal, match="lý do"):
        way.ask_recall(inside, reason="", actor=world.ha)
    recall = way.ask_recall(inside, reason="Sai", actor=world.ha)
    for stranger in (world.khach, world.ha, world.lan, world.hoa):
        with pytest.raises(NotAllowed):
            way.answer_recall(recall, agree=True, actor=stranger)
    recall.refresh_from_db()
    assert recall.state == RecallState.ASKED


def test_the_database_refuses_a_delivery_or_a_recall_without_its_evidence(world, inside):
    for wrong in ({"state": S.REFUSED}, {"sent_at": None}, {"state": S.DONE}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Delivery.objects.filter(pk=inside.pk).update(**wrong)
    recall = way.ask_recall(inside, reason="Sai", actor=world.ha)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recall.objects.filter(pk=recall.pk).update(state=RecallState.AGREED)
