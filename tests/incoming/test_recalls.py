"""What the recipient of a paper sees when its sender wants it back or offers another in its place."""

import pytest
from django.urls import reverse

from daumoi.documents import actions as documents
from daumoi.documents import delivery as way
from daumoi.incoming import actions
from tests.incoming.papers import coming, directed, letter, today

REASON = "Sai số liệu ở phụ lục 2."


@pytest.fixture
def sent(world):
    """A letter of Ban Tổ chức on its way to Tỉnh uỷ."""
    document = documents.capture("outgoing", letter(world, "12-CV/BTCTU"), body=world.btc, day=today())
    (delivery,) = way.deliver(document, [way.Recipient(world.tu.name, world.tu)], actor=None)
    return delivery


@pytest.fixture
def sender(world):
    """Somebody at the desk of the body that sent it."""
    return world.person("nga", "Lê Thanh Nga", world.btc, "clerk", "Văn thư")


@pytest.fixture
def arrival(world, sent):
    return directed(world, actions.receive_delivery(sent, coming(), actor=world.ha))


def asked(arrival, sender, **more):
    return way.ask_recall(arrival.delivery, reason=REASON, actor=sender, **more)


def test_whoever_may_answer_answers_on_the_paper_itself(clerk, world, arrival, sender, django_assert_max_num_queries):
    recall = asked(arrival, sender)
    clerk.get(arrival.get_absolute_url())
    with django_assert_max_num_queries(12):
        page = clerk.get(arrival.get_absolute_url())
    assert "đề nghị thu hồi văn bản này." in page.text and REASON in page.text
    assert page.text.index(REASON) < page.text.index("h-note")  # at the top of the paper
    answer = reverse("delivery:recall_step", args=[recall.pk, "agree"])
    assert f'action="{answer}"' in page.text
    assert clerk.post(answer, {"version": recall.version}).url == arrival.get_absolute_url()
    page = clerk.get(arrival.get_absolute_url())
    assert "Văn bản này đã thu hồi theo đề nghị của" in page.text and "Trả lời: Đồng ý." in page.text
    assert answer not in page.text


def test_the_others_read_the_notice_and_find_no_button(client, world, arrival, sender):
    recall = asked(arrival, sender)
    client.force_login(world.lan)
    page = client.get(arrival.get_absolute_url())
    assert REASON in page.text and "Đang chờ văn thư" in page.text
    assert reverse("delivery:recall_step", args=[recall.pk, "agree"]) not in page.text
    assert REASON in client.get(reverse("delivery:recall", args=[recall.pk])).text
    assert client.post(reverse("delivery:recall_step", args=[recall.pk, "agree"])).status_code == 403
    recall.refresh_from_db()
    assert recall.state == "asked"


def test_a_stranger_reads_nothing_of_it(client, world, arrival, sender):
    recall = asked(arrival, sender)
    client.force_login(world.oanh)
    assert client.get(reverse("delivery:recall", args=[recall.pk])).status_code == 404


def test_a_paper_nobody_wants_back_says_nothing(clerk, arrival):
    assert "đề nghị" not in clerk.get(arrival.get_absolute_url()).text.lower()


def test_a_replacement_is_named_and_may_be_declined_with_a_reason(clerk, world, arrival, sender):
    newer = documents.capture("outgoing", letter(world, "13-CV/BTCTU"), body=world.btc, day=today())
    recall = asked(arrival, sender, replacement=newer)
    page = clerk.get(arrival.get_absolute_url())
    assert "đề nghị nhận 13-CV/BTCTU thay cho văn bản này." in page.text
    decline = reverse("delivery:recall_step", args=[recall.pk, "decline"])
    assert clerk.post(decline, {"version": recall.version, "note": ""}).status_code == 409
    clerk.post(decline, {"version": recall.version, "note": "Đã thực hiện xong."})
    page = clerk.get(arrival.get_absolute_url())
    assert "Đã trả lời không đồng ý nhận 13-CV/BTCTU" in page.text and "Đã thực hiện xong." in page.text


def test_the_row_of_the_register_carries_a_mark(clerk, world, arrival, sender, django_assert_max_num_queries):
    listed = reverse("incoming:list")
    assert "thu hồi" not in clerk.get(listed).text
    recall = asked(arrival, sender)
    with django_assert_max_num_queries(12):
        assert "đề nghị thu hồi" in clerk.get(listed).text
    way.answer_recall(recall, agree=True, actor=world.ha)
    assert "đã thu hồi" in clerk.get(listed).text


def test_a_paper_still_in_the_queue_says_it_is_wanted_back(clerk, world, sent, sender):
    recall = way.ask_recall(sent, reason=REASON, actor=sender)
    queue = reverse("incoming:reception")
    assert "đề nghị thu hồi" in clerk.get(queue).text
    assert REASON in clerk.get(f"{queue}?gui={sent.pk}").text
    there = reverse("delivery:recall_step", args=[recall.pk, "agree"])
    assert clerk.post(there).url == reverse("delivery:recall", args=[recall.pk])
    assert "12-CV/BTCTU" not in clerk.get(queue).text
