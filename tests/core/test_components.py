"""The components of a page: what they draw, and what they must not forget."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.http import HttpResponse
from django.template import engines
from django.template.loader import get_template, render_to_string
from django.urls import path

from daumoi import core

TEMPLATES = Path(core.__file__ or "").parent / "templates"
urlpatterns = [path("van-ban/<int:pk>/<str:step>/", lambda request, pk, step: HttpResponse(), name="press")]


class Letter(forms.Form):
    subject = forms.CharField(label="Trích yếu", help_text="Ghi đúng như trên văn bản.")
    role = forms.ChoiceField(label="Vai", choices=[("c", "Chủ trì"), ("p", "Phối hợp")], widget=forms.RadioSelect)


def draw(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context)


def offer(name: str, label: str, missing: list[str] | None = None, **flags: bool) -> SimpleNamespace:
    step = SimpleNamespace(
        **{"name": name, "label": label, "main": False, "grave": False, "needs_reason": False, **flags}
    )
    return SimpleNamespace(step=step, missing=missing or [], locked=bool(missing))


STEPS = '{% include "components/steps.html" with url_name="press" %}'


@pytest.mark.urls(__name__)
def test_a_step_is_a_form_with_the_version_of_the_page():
    page = draw(STEPS, steps=[offer("finish", "Báo xong", main=True)], obj=SimpleNamespace(pk=7, version=3))
    assert 'action="/van-ban/7/finish/"' in page
    assert 'name="version" value="3"' in page
    assert "step-main" in page


@pytest.mark.urls(__name__)
def test_a_locked_step_says_why_and_cannot_be_sent():
    page = draw(
        STEPS, steps=[offer("close", "Đóng", ["Uỷ ban Kiểm tra chưa trả lời."])], obj=SimpleNamespace(pk=7, version=1)
    )
    assert "Uỷ ban Kiểm tra chưa trả lời." in page
    assert 'aria-disabled="true"' in page
    assert "<form" not in page


@pytest.mark.urls(__name__)
def test_a_grave_step_asks_before_it_acts():
    page = draw(STEPS, steps=[offer("return", "Trả lại", needs_reason=True)], obj=SimpleNamespace(pk=7, version=1))
    assert re.search(r'<textarea[^>]* name="note"[^>]* required', page)
    assert page.index("popovertarget") < page.index("<form")


def test_a_field_with_a_fault_is_tied_to_its_error_and_its_note():
    form = Letter({})
    form.is_valid()
    page = draw('{% include "components/field.html" with field=form.subject only %}', form=form)
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_subject_error id_subject_note"' in page
    assert 'id="id_subject_error"' in page
    assert 'id="id_subject_note"' in page


def test_a_field_without_help_uses_the_note_it_is_given():
    page = draw('{% include "components/field.html" with field=form.subject note="Sửa lại." only %}', form=Letter())
    assert "Sửa lại." in page
    assert page.count('id="id_subject_note"') == 1
    assert 'aria-describedby="id_subject_note"' in page


def test_several_controls_under_one_question_are_a_fieldset():
    page = draw('{% include "components/field.html" with field=form.role only %}', form=Letter())
    assert "<fieldset" in page
    assert page.count('type="radio"') == 2


def test_the_faults_of_a_form_lead_to_their_fields():
    form = Letter({"role": "c"})
    form.is_valid()
    page = draw('{% include "components/form_errors.html" with form=form only %}', form=form)
    assert 'href="#id_subject"' in page
    assert "Cần điền ô này." in page
    assert "còn 1 ô cần sửa" in page


def test_the_history_names_who_acted_for_whom_and_why():
    entry = SimpleNamespace(
        action="components.direct",
        actor_name="Phạm Thu Hà",
        on_behalf_of_name="Lê Hồng Sơn",
        reason="Theo điện thoại.",
        data={},
        at=None,
    )
    page = draw('{% include "components/history.html" with entries=entries only %}', entries=[entry])
    assert "<b>Phạm Thu Hà</b>, thay <b>Lê Hồng Sơn</b>" in page
    assert "“Theo điện thoại.”" in page


def test_text_of_people_is_escaped():
    page = draw(
        '{% include "components/handnote.html" with text=text who="Sơn" only %}', text="<script>alert(1)</script>"
    )
    assert "<script>" not in page


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "429", "500"])
def test_an_error_page_needs_nothing_and_answers_the_four_questions(code):
    """Such as when the database is away: no request, no context at all."""
    page = get_template(f"{code}.html").render()
    for question in ("Chuyện gì đã xảy ra", "Đã giữ lại", "Chưa làm", "Cần làm"):
        assert question in page
    assert not re.search(
        r"\b(error|Error|Server|Forbidden|Not Found)\b", re.sub(r"<[^>]+>", " ", page.partition("<main")[2])
    )


def test_a_refusal_lists_its_reasons_and_what_was_kept():
    refusal = SimpleNamespace(
        status=409,
        title="Chưa làm được bước này",
        reasons=["Còn 1 ý kiến.", "Dự thảo đã đổi."],
        kept="Đã lưu 08:57.",
        advice="",
    )
    page = render_to_string("refusal.html", {"refusal": refusal})
    for sentence in [*refusal.reasons, refusal.kept, refusal.title]:
        assert sentence in page


@pytest.mark.parametrize("file", sorted(TEMPLATES.rglob("*.html")), ids=lambda file: file.name)
def test_no_template_carries_a_script_or_a_style_of_its_own(file):
    source = file.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=", source)
    assert not re.search(r"<script(?![^>]*src=)", source)
    assert not re.search(r"\son[a-z]+=", source)


@pytest.mark.parametrize(
    "file", sorted(TEMPLATES.parents[1].glob("*/templates/**/*.html")), ids=lambda file: "/".join(file.parts[-2:])
)
def test_every_template_of_the_house_can_be_read(file):
    """A filter, tag or component that was renamed is noticed here, not by the person who opens the page."""
    source = file.read_text(encoding="utf-8")
    engines["django"].from_string(source)
    for name in re.findall(r'{% (?:include|extends) "([^"#]+)', source):
        get_template(name)


@pytest.mark.parametrize("file", sorted((TEMPLATES / "components").glob("*.html")), ids=lambda file: file.name)
def test_every_component_says_first_what_it_takes(file):
    assert file.read_text(encoding="utf-8").startswith("{# ")
