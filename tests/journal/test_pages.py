"""The journal of an office as a page: each act with its paper, for those who may see it."""

from django.urls import reverse

from daumoi.catalogue.models import Access
from daumoi.documents import actions as documents
from daumoi.documents import delivery as way
from daumoi.incoming.models import Arrival
from daumoi.rulesets.actions import load_builtin
from tests.incoming.papers import directed, entered, letter, reported, today


def test_each_act_names_its_paper_and_leads_to_it(client, world):
    load_builtin()
    arrival = reported(world)
    document = documents.capture("outgoing", letter(world, "05-CV/TU"), body=world.tu, day=today())
    way.deliver(document, [way.Recipient(world.xa.name, world.xa)], actor=world.ha)
    client.force_login(world.son)
    page = client.get(reverse("journal:list")).text
    # Entered, directed, and the steps of its line: all about one paper.
    assert page.count(f'href="{arrival.get_absolute_url()}"') >= 4
    assert "318-CV/BTCTU Về việc hoàn thiện hồ sơ" in page
    assert f'href="{document.entry.get_absolute_url()}"' in page and "05-CV/TU" in page


def test_a_paper_one_may_not_see_is_not_named(client, world):
    load_builtin()
    arrival = entered(world)
    Access.objects.filter(entry=arrival.entry).delete()
    client.force_login(world.son)
    page = client.get(reverse("journal:list")).text
    assert "vào sổ" in page and arrival.entry.title not in page
    assert f'href="{arrival.get_absolute_url()}"' not in page


def test_more_acts_ask_no_more_questions(client, world, django_assert_max_num_queries, django_assert_num_queries):
    load_builtin()
    directed(world)
    client.force_login(world.son)
    client.get(reverse("journal:list"))
    with django_assert_max_num_queries(12) as few:
        client.get(reverse("journal:list"))
    for number in range(4, 9):
        directed(world, entered(world, f"{number}-BC/BTCTU", subject=f"Báo cáo việc thứ {number}"))
    with django_assert_num_queries(len(few)):
        client.get(reverse("journal:list"))
    assert Arrival.objects.count() == 6
