"""The bodies, people, terms and keys of the demonstration, entered by the real actions."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from daumoi.demo import office
from daumoi.demo.register import FIRST, LAST, TERM_NAME
from daumoi.people.actions.appointments import appoint, delegate
from daumoi.people.actions.bodies import add_code, change_body, create_body
from daumoi.people.actions.people import create_person
from daumoi.people.actions.terms import open_term
from daumoi.people.actions.units import create_unit
from daumoi.people.models import Body, Person, Unit
from daumoi.signing.actions import create_ca, issue_certificate
from daumoi.signing.registry import seal_passphrase
from daumoi.tasks.models import Phrase

SINCE = date(2025, 10, 10)
SIGNED_ORDERS = date(2025, 10, 20)
FOUNDED = date(2015, 10, 1)
MERGED = date(2025, 7, 1)
LASTING = {"province", "office", "advisory", "inspection", "central", "state", "mass_org"}


def found() -> None:
    """Everything that stands before the first paper."""
    bodies = _bodies()
    units = {
        (key, name): create_unit(bodies[key], actor=None, name=name)
        for key, names in office.UNITS.items()
        for name in names
    }
    people = _people(bodies, units)
    _terms(bodies)
    _orders(bodies["tu"], people)
    Phrase.objects.bulk_create(
        [Phrase(body=bodies["tu"], text=text, position=position) for position, text in enumerate(office.PHRASES)]
    )
    _keys(bodies, people)


def _bodies() -> dict[str, Body]:
    bodies: dict[str, Body] = {}
    for plan in office.BODIES:
        bodies[plan.key] = create_body(
            actor=None,
            name=plan.name,
            kind=plan.kind,
            code=plan.code,
            parent=bodies.get(plan.parent),
            place=plan.place,
            is_here=plan.is_here,
            valid_from=FOUNDED if plan.kind in LASTING else MERGED,
        )
        if plan.party_code:
            add_code(bodies[plan.key], actor=None, scheme="party", code=plan.party_code)
    for plan in office.BODIES:
        if plan.office:
            bodies[plan.key].refresh_from_db()
            bodies[plan.key] = change_body(bodies[plan.key], actor=None, office=bodies[plan.office])
    return bodies


def _people(bodies: dict[str, Body], units: dict[tuple[str, str], Unit]) -> dict[str, Person]:
    people: dict[str, Person] = {}
    for post in office.POSTS:
        people[post.login], _word = create_person(
            actor=None,
            login=post.login,
            full_name=post.name,
            kept_by=bodies[post.body].registry,
            email=f"{post.login}@anbinh.example",
            password=office.PASSWORD,
            is_invented=True,
        )
    for post in office.POSTS:
        appoint(
            people[post.login],
            bodies[post.body],
            actor=None,
            duty=post.duty,
            position=post.position,
            rank=post.rank,
            unit=units.get((post.body, post.unit)),
            assists=people.get(post.assists),
            starts_on=SINCE,
        )
    return people


def _terms(bodies: dict[str, Body]) -> None:
    open_term(bodies["tu"], actor=None, name=TERM_NAME, ordinal="XIV", starts_on=FIRST, ends_on=LAST)
    open_term(bodies["tu"], actor=None, name="2025-2030", ordinal="I", starts_on=SINCE)
    for key in ("ubnd", "tanlap", "benda"):
        open_term(bodies[key], actor=None, name="2025-2030", ordinal="I", starts_on=date(2025, 8, 15))


def _orders(committee: Body, people: dict[str, Person]) -> None:
    """Who signs by order of the Standing Committee, what and until when."""
    for order in office.ORDERS:
        delegate(
            people[order.login],
            committee,
            actor=None,
            position=order.position,
            basis=order.basis,
            type_codes=order.types,
            starts_on=SIGNED_ORDERS,
            ends_on=timezone.localdate() + timedelta(days=order.days) if order.days else None,
        )


def _keys(bodies: dict[str, Body], people: dict[str, Person]) -> None:
    """The installation's authority, a key for each body that issues here, and one for each person who signs."""
    create_ca(bodies["vptu"].name, passphrase=office.PASSWORD, actor=None)
    for key in ("tu", "vptu", "tanlap"):
        issue_certificate(
            body=bodies[key],
            passphrase=seal_passphrase(bodies[key]),
            ca_passphrase=office.PASSWORD,
            actor=None,
        )
    for post in office.POSTS:
        if post.login in office.SIGNERS:
            issue_certificate(
                body=bodies[post.body],
                person=people[post.login],
                position=post.position,
                passphrase=office.PASSWORD,
                ca_passphrase=office.PASSWORD,
                actor=None,
            )
