"""The pages of administration: what they do, to whom they exist, and how little they ask the database."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from daumoi.people import checks, gates
from daumoi.people.actions import bodies
from daumoi.people.models import Appointment, Body, Delegation, Duty, Person, Rank, Term, Unit
from tests.people.helpers import admin_of


@pytest.fixture
def admin(world, client):
    client.force_login(world.admin)
    return client


def pages_of(world):
    held = world.lan.appointments.get()
    delegation = Delegation.objects.create(
        body=world.tu, delegate=world.son, position="Chánh Văn phòng", basis="QĐ 1", starts_on=date(2026, 1, 1)
    )
    code = bodies.add_code(world.btc, actor=None, scheme="party", code="A99.02")
    return {
        "bodies": (), "body_create": (), "people": (), "person_suggest": (),
        "body": (world.vptu.pk,), "body_record": (world.vptu.pk,), "body_edit": (world.vptu.pk,),
        "body_end": (world.btc.pk,), "code_end": (code.pk,), "unit": (world.tonghop.pk,),
        "term_open": (world.tu.pk,), "term": (world.term.pk,), "person_create": (world.vptu.pk,),
        "appoint": (world.vptu.pk,), "appointment_end": (held.pk,), "delegation_create": (world.tu.pk,),
        "delegation_end": (delegation.pk,), "person": (world.ha.pk,), "person_edit": (world.ha.pk,),
        "person_stop": (world.ha.pk,),
    }  # fmt: skip


PAGES = [
    "bodies", "body_create", "people", "person_suggest", "body", "body_record", "body_edit", "body_end", "code_end",
    "unit", "term_open", "term", "person_create", "appoint", "appointment_end", "delegation_create", "delegation_end",
    "person", "person_edit", "person_stop",
]  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_with_few_questions(world, admin, name, django_assert_max_num_queries):
    url = reverse(f"people:{name}", args=pages_of(world)[name])
    with django_assert_max_num_queries(12):
        answer = admin.get(url)
    assert answer.status_code == 200


@pytest.mark.parametrize("who", ["ha", "son", "thanh", "khach"])
@pytest.mark.parametrize("name", PAGES)
def test_for_everybody_else_there_is_no_administration(world, client, name, who):
    client.force_login(getattr(world, who))
    assert client.get(reverse(f"people:{name}", args=pages_of(world)[name])).status_code == 404


INSIDE = ["unit", "term_open", "term", "person_create", "appoint", "appointment_end", "delegation_create"]
INSIDE += ["delegation_end", "person", "person_edit", "person_stop"]


@pytest.mark.parametrize("name", INSIDE)
def test_one_body_does_not_see_the_inside_of_another(world, client, name):
    pages = pages_of(world)
    client.force_login(admin_of(world, world.xa))
    assert client.get(reverse(f"people:{name}", args=pages[name])).status_code == 404


def test_of_another_body_one_sees_the_entry_in_the_directory(world, client):
    xa_admin = admin_of(world, world.xa)
    client.force_login(xa_admin)
    page = client.get(reverse("people:body", args=[world.vptu.pk])).content.decode()
    assert "VPTU" in page and "Đỗ Thị Lan" not in page and "Phòng Tổng hợp" not in page and "Lịch sử" not in page
    assert client.get(reverse("people:body_edit", args=[world.vptu.pk])).status_code == 403
    assert client.get(reverse("people:body_edit", args=[world.tw.pk])).status_code == 200
    listed = client.get(reverse("people:people")).content.decode()
    assert "Hồ Kim Oanh" in listed and "Đỗ Thị Lan" not in listed
    assert list(gates.insides_for(xa_admin)) == [world.xa]


def test_bodies_are_listed_in_pages_and_filtered(world, admin):
    for number in range(60):
        bodies.create_body(actor=None, name=f"Đảng uỷ xã Số {number}", kind="commune", code="ĐU", parent=world.tu)
    first = admin.get("/quan-tri/")
    assert len(first.context["bodies"]) == 50 and first.context["total"] == 65
    second = admin.get("/quan-tri/" + first.context["older"])
    names = [body.pk for body in [*first.context["bodies"], *second.context["bodies"]]]
    assert len(names) == len(set(names)) == 65 and not second.context["older"]
    assert [body.name for body in admin.get("/quan-tri/?q=btctu").context["bodies"]] == [world.btc.name]
    assert admin.get("/quan-tri/?q=%20").context["total"] == 65
    assert admin.get("/quan-tri/?q=!!").context["total"] == 0
    assert {body.kind for body in admin.get("/quan-tri/?loai=commune&noi=trong").context["bodies"]} == {"commune"}
    assert admin.get("/quan-tri/?noi=ngoai&loai=central").context["total"] == 1
    bodies.end_body(world.btc, actor=None, on=date(2026, 1, 1), reason="x")
    assert [body.pk for body in admin.get("/quan-tri/?da-ket-thuc=on").context["bodies"]] == [world.btc.pk]


def test_a_body_is_added_with_a_superior_typed_without_a_script(world, admin):
    data = {
        "name": "Ban Nội chính",
        "kind": "advisory",
        "code": "BNCTU",
        "parent_text": "tinh uy an binh",
        "is_here": "on",
    }
    answer = admin.post("/quan-tri/co-quan/them/", data)
    body = Body.objects.get(code="BNCTU")
    assert answer.headers["Location"] == reverse("people:body", args=[body.pk])
    assert (body.parent, body.is_here) == (world.tu, True)
    refused = admin.post("/quan-tri/co-quan/them/", data)
    assert refused.status_code == 422 and "Đã có cơ quan" in refused.content.decode()
    unclear = admin.post("/quan-tri/co-quan/them/", {**data, "parent_text": "nơi nào đó"})
    assert unclear.status_code == 422 and "Chưa rõ «nơi nào đó»" in unclear.content.decode()


def test_a_stale_form_is_told_what_happened(world, admin):
    url = reverse("people:body_edit", args=[world.btc.pk])
    data = {"name": world.btc.name, "kind": "advisory", "code": "BTC", "is_here": "on", "parent": world.tu.pk}
    data |= {"parent_text": world.tu.name, "place": "An Bình", "valid_from": "01/01/2020", "version": "1"}
    assert admin.post(url, data).status_code == 302
    answer = admin.post(url, {**data, "code": "BTCTU"})
    assert answer.status_code == 409 and "người khác thay đổi" in answer.content.decode()
    assert Body.objects.get(pk=world.btc.pk).code == "BTC"


def test_a_body_ends_and_goes_on_again_from_the_page(world, admin):
    url = reverse("people:body_end", args=[world.btc.pk])
    data = {"on": "30/6/2027", "reason": "QĐ 1", "successor": world.vptu.pk, "successor_text": world.vptu.name}
    assert admin.post(url, {**data, "version": "1"}).status_code == 302
    assert Body.objects.get(pk=world.btc.pk).successor == world.vptu
    assert admin.post(url, {"reason": "nhầm", "version": "2"}).status_code == 302
    assert Body.objects.get(pk=world.btc.pk).valid_to is None
    assert admin.post(url, {"on": "31/02/2027", "reason": "x"}).status_code == 422


def test_codes_units_and_terms_from_the_pages(world, admin):
    assert (
        admin.post(reverse("people:code_add", args=[world.btc.pk]), {"scheme": "party", "code": "A1"}).status_code
        == 302
    )
    code = world.btc.codes.get()
    assert (
        admin.post(reverse("people:code_add", args=[world.tu.pk]), {"scheme": "party", "code": "A1"}).status_code == 422
    )
    assert admin.post(reverse("people:code_end", args=[code.pk]), {"on": "1/1/2026"}).status_code == 302
    assert (
        admin.post(reverse("people:unit_create", args=[world.vptu.pk]), {"name": "Phòng Tài chính"}).status_code == 302
    )
    assert (
        admin.post(reverse("people:unit_create", args=[world.vptu.pk]), {"name": "Phòng Tài chính"}).status_code == 422
    )
    unit = Unit.objects.get(name="Phòng Tài chính")
    url = reverse("people:unit", args=[unit.pk])
    assert admin.post(url, {"name": "Phòng Tài chính đảng", "version": "1"}).status_code == 302
    assert admin.post(url, {"end": "1", "het-on": "1/1/2027", "version": "2"}).status_code == 302
    busy = admin.post(reverse("people:unit", args=[world.tonghop.pk]), {"end": "1", "het-on": "1/1/2026"})
    assert busy.status_code == 422 and "vẫn còn người" in busy.content.decode()
    data = {"name": "2030-2035", "congress_from": "8/10/2030", "congress_to": "10/10/2030"}
    assert admin.post(reverse("people:term_open", args=[world.tu.pk]), data).status_code == 302
    term = Term.objects.get(name="2030-2035")
    assert admin.post(reverse("people:term_open", args=[world.tu.pk]), {"name": "x"}).status_code == 422
    changed = {**data, "ordinal": "II", "starts_on": "11/10/2030", "version": "1"}
    assert admin.post(reverse("people:term", args=[term.pk]), changed).status_code == 302
    assert Term.objects.get(name="2030-2035").ordinal == "II"


def test_a_new_person_gets_a_password_shown_once(world, admin):
    url = reverse("people:person_create", args=[world.vptu.pk])
    data = {
        "full_name": "Nguyễn Văn An", "login": "an", "duty": "specialist", "position": "Chuyên viên",
        "starts_on": "1/1/2026", "unit": world.tonghop.pk,
    }  # fmt: skip
    answer = admin.post(url, data)
    person = Person.objects.get(login="an")
    assert answer.status_code == 200 and person.check_password(answer.context["temporary"])
    assert "no-store" in answer.headers["Cache-Control"]
    assert person.appointments.get().unit == world.tonghop and person.kept_by == world.vptu
    again = admin.post(url, {**data, "full_name": "Trần An"})
    assert again.status_code == 422 and Person.objects.filter(login="an").count() == 1


def test_a_new_person_without_a_valid_post_is_not_made(world, admin):
    data = {"full_name": "Trần An", "login": "an", "duty": "assistant", "position": "Thư ký", "starts_on": "1/1/2026"}
    assert admin.post(reverse("people:person_create", args=[world.vptu.pk]), data).status_code == 422
    data |= {"duty": "clerk", "ends_on": "1/1/2025"}
    assert admin.post(reverse("people:person_create", args=[world.vptu.pk]), data).status_code == 422
    assert not Person.objects.filter(login="an").exists()


def test_appointing_ending_and_delegating_from_the_pages(world, admin):
    data = {"person_text": "khach", "duty": "clerk", "position": "Văn thư", "starts_on": "1/1/2026"}
    assert admin.post(reverse("people:appoint", args=[world.vptu.pk]), data).status_code == 302
    held = world.khach.appointments.get()
    assert (held.duty, held.rank) == (Duty.CLERK, Rank.STAFF)
    assert admin.post(reverse("people:appoint", args=[world.vptu.pk]), data).status_code == 422
    unknown = admin.post(reverse("people:appoint", args=[world.vptu.pk]), {**data, "person_text": "ai đó"})
    assert "Chưa rõ «ai đó» là ai" in unknown.content.decode()
    url = reverse("people:appointment_end", args=[held.pk])
    assert admin.post(url, {"on": "1/1/2025"}).status_code == 422
    assert admin.post(url, {"on": "1/2/2026", "reason": "QĐ 2"}).status_code == 302
    data = {"delegate": world.son.pk, "position": "Chánh Văn phòng", "organ": "standing", "basis": "QĐ 5-QĐ/TU"}
    data |= {"starts_on": "1/1/2026", "type_codes": ["cong-van"]}
    assert admin.post(reverse("people:delegation_create", args=[world.tu.pk]), data).status_code == 302
    delegation = Delegation.objects.get()
    assert delegation.type_codes == ["cong-van"]
    url = reverse("people:delegation_end", args=[delegation.pk])
    assert admin.post(url, {"on": "1/1/2027"}).status_code == 302
    assert admin.post(url, {"on": "1/1/2028"}).status_code == 422


def test_an_account_is_corrected_stopped_and_given_a_password(world, admin):
    data = {"full_name": "Phạm Thị Thu Hà", "login": "ha", "version": "1"}
    assert admin.post(reverse("people:person_edit", args=[world.ha.pk]), data).status_code == 302
    answer = admin.post(reverse("people:person_password", args=[world.ha.pk]), {"version": "2"})
    assert answer.status_code == 200
    assert Person.objects.get(pk=world.ha.pk).check_password(answer.context["temporary"])
    assert admin.post(reverse("people:person_stop", args=[world.ha.pk]), {"reason": "nghỉ"}).status_code == 302
    assert admin.post(reverse("people:person_password", args=[world.ha.pk])).status_code == 409
    assert admin.post(reverse("people:person_stop", args=[world.ha.pk]), {"reason": "về"}).status_code == 302
    assert Person.objects.get(pk=world.ha.pk).is_active


def test_people_are_filtered(world, admin):
    def names(query):
        return {person.login for person in admin.get("/quan-tri/can-bo/" + query).context["people"]}

    assert names("?q=thu") == {"ha", "thu"}
    assert names("?nhiem-vu=clerk") == {"ha", "oanh"}
    assert names(f"?co-quan={world.btc.pk}") == {"hoa"}
    assert names("?tinh-trang=chua") == {"khach"}
    assert names("?tinh-trang=dung") == set()
    assert [found["label"] for found in admin.get("/quan-tri/can-bo/tim/?q=hoa").json()] == ["Đặng Văn Hoà"]
    assert admin.get("/quan-tri/can-bo/tim/?q=").json() == []


# --- gaps and overlaps ----------------------------------------------------------------------------


def found_in(world, body, day=None):
    day = day or timezone.localdate()
    held = list(Appointment.objects.filter(body_id__in={body.pk, body.registry.pk}).select_related("person", "unit"))
    orders, terms = list(Delegation.objects.filter(body=body)), list(Term.objects.filter(body=body))
    return " ".join(finding.title for finding in checks.findings(body, held, orders, terms, day))


def test_a_well_kept_office_has_nothing_amiss(world):
    assert found_in(world, world.tu) == ""


def test_an_empty_body_says_what_cannot_be_done(world):
    body = bodies.create_body(actor=None, name="Đảng uỷ xã Mới", kind="commune", is_here=True)
    said = found_in(world, body)
    for words in ("văn thư", "chỉ đạo", "thẩm định", "thẩm quyền ký", "quản trị riêng", "nhiệm kỳ"):
        assert words in said


def test_two_heads_and_posts_that_run_out_are_told(world):
    world.person("haisep", "Lê Hai", world.vptu, Duty.CHIEF, "Chánh Văn phòng", rank=Rank.HEAD)
    world.ha.appointments.update(ends_on=timezone.localdate())
    said = found_in(world, world.vptu)
    assert "2 người ở cấp trưởng" in said and "không còn ai là Văn thư" in said


def test_stopped_accounts_ended_units_and_orphaned_orders_are_told(world):
    Person.objects.filter(pk=world.lan.pk).update(is_active=False)
    Unit.objects.filter(pk=world.hanhchinh.pk).update(valid_to=date(2026, 1, 1))
    Delegation.objects.create(
        body=world.tu, delegate=world.oanh, position="x", basis="QĐ 1", starts_on=date(2026, 1, 1)
    )
    said = found_in(world, world.tu)
    assert "tài khoản đã dừng" in said and "đơn vị đã kết thúc" in said and "không còn giữ nhiệm vụ" in said


def test_holes_and_doubles_between_terms_are_told(world):
    Term.objects.create(body=world.xa, name="2015-2020", starts_on=date(2015, 6, 1), ends_on=date(2020, 6, 1))
    assert "khoảng trống giữa nhiệm kỳ 2015-2020 và 2025-2030" in found_in(world, world.xa)
    Term.objects.create(body=world.xa, name="2024", starts_on=date(2024, 1, 1))
    assert "chồng lên nhau" in found_in(world, world.xa)
    assert "hơn sáu năm" in found_in(world, world.tu, date(2032, 1, 1))


def test_an_ended_body_with_people_left_is_told(world):
    assert found_in(world, world.tw) == ""
    body = bodies.end_body(world.btc, actor=None, on=date(2026, 1, 1), reason="x")
    assert "còn người giữ nhiệm vụ" in found_in(world, body)
