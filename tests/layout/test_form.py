"""The form in force is data: a dated rule file says only what it changes."""

import tomllib

import pytest

from daumoi.layout.form import ELEMENTS, PARTY, STATE, FormError, load_form


def test_an_almost_empty_rule_file_gives_the_built_in_form_of_its_system() -> None:
    assert load_form({"system": "party"}) == PARTY
    assert load_form({"system": "state"}) == STATE


def test_every_built_in_form_sizes_every_element() -> None:
    for form in (PARTY, STATE):
        assert set(form.elements) == set(ELEMENTS)


def test_a_dated_rule_file_changes_only_what_it_names() -> None:
    form = load_form(
        tomllib.loads("""
        system = "party"
        content_end = "./."
        [margins]
        left = [30, 35]
        [text]
        line_pitch = 19
        [elements.subject]
        size = [14, 15]
        italic = true
        """)
    )

    assert (form.margins.left.low, form.margins.left.high) == (30, 35)
    assert form.margins.top == PARTY.margins.top
    assert form.text.line_pitch.low == form.text.line_pitch.high == 19
    assert form.element("subject").italic and form.element("subject").bold
    assert form.content_end == "./."


@pytest.mark.parametrize(
    ("data", "named"),
    [
        ({}, "form.system"),
        ({"system": "church"}, "form.system"),
        ({"system": "party", "fonts": "Arial"}, "form.fonts"),
        ({"system": "party", "margins": {"top": [25, 20]}}, "form.margins.top"),
        ({"system": "party", "margins": 20}, "form.margins"),
        ({"system": "party", "text": {"first_line": "10"}}, "form.text.first_line"),
        ({"system": "party", "elements": {"footer": {"size": 12}}}, "form.elements.footer"),
        ({"system": "party", "elements": {"subject": {"size": True}}}, "form.elements.subject.size"),
    ],
)
def test_a_misspelt_rule_does_not_pass_silently(data: dict[str, object], named: str) -> None:
    with pytest.raises(FormError, match=named):
        load_form(data)


def test_the_two_systems_differ_where_the_regulations_differ() -> None:
    assert PARTY.element("position").bold is False and STATE.element("position").bold is True
    assert PARTY.margins.left.high == 30 and STATE.margins.left.high == 35
    assert (PARTY.content_end, STATE.content_end) == (".", "./.")
