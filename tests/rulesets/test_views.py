"""The pages of rule sets: everybody reads, the administrator corrects, and the page says where each rule comes from."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from daumoi.rulesets.content import read_toml, to_toml
from daumoi.rulesets.models import RuleSetRow
from daumoi.rulesets.reading import differences, values_of
from tests.rulesets.conftest import toml_of
from tests.world import World

pytestmark = pytest.mark.django_db
SET = ["party-2026", 1]


@pytest.fixture
def reader(client: Client, loaded: World) -> Client:
    client.force_login(loaded.lan)
    return client


@pytest.fixture
def admin(loaded: World) -> Client:
    client = Client()
    client.force_login(loaded.admin)
    return client


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


# --- which set is in force ------------------------------------------------------------------


def test_the_page_shows_the_set_of_today_with_what_is_not_verified(reader: Client) -> None:
    page = text_of(reader, reverse("rulesets:list"))

    assert "Văn bản của Đảng, từ năm 2026" in page
    assert "chưa xác minh" in page and "đã xác minh" in page
    assert "Nạp tệp quy định" not in page


def test_another_day_has_another_set(reader: Client) -> None:
    page = text_of(reader, reverse("rulesets:list") + "?ngay=01/06/2019")

    assert 'href="/quy-dinh/party-2018/1/"' in page
    assert "Chưa có bộ quy định cho ngày này" in page  # the State set begins in 2020


@pytest.mark.parametrize("typed", ["30/02/2026", "hôm kia", "1'"])
def test_a_day_that_does_not_exist_is_a_sentence(reader: Client, typed: str) -> None:
    response = reader.get(reverse("rulesets:list"), {"ngay": typed})

    assert response.status_code == 200
    assert 'class="field-error"' in response.content.decode()


def test_an_installation_without_sets_has_an_empty_page(client: Client, world: World) -> None:
    client.force_login(world.lan)

    assert "Chưa nạp bộ quy định nào" in text_of(client, reverse("rulesets:list"))


@pytest.mark.parametrize("key", ["party-2018", "party-2026", "state-2020"])
def test_every_part_of_a_set_is_shown(reader: Client, key: str) -> None:
    page = text_of(reader, reverse("rulesets:set", args=[key, 1]))

    for words in ("Thẩm quyền ban hành", "Thể thức đề ký", "Khổ giấy", "Độ mật", "Thời hạn bảo quản", "Văn bản nguồn"):
        assert words in page
    assert "Xác minh<" not in page


def test_the_matrix_of_another_kind_of_body_is_one_click_away(reader: Client) -> None:
    page = text_of(reader, reverse("rulesets:set", args=SET) + "?cap=cell")
    assert 'aria-label="Thẩm quyền ban hành, chi bộ"' in page
    assert text_of(reader, reverse("rulesets:set", args=SET) + "?cap=khong-co")


def test_a_set_that_does_not_exist_is_not_found(reader: Client) -> None:
    assert reader.get(reverse("rulesets:set", args=["party-2026", 9])).status_code == 404


@pytest.mark.parametrize("key", ["party-2018", "party-2026", "state-2020"])
def test_a_set_can_be_taken_as_a_file_and_is_the_same_when_read(reader: Client, key: str) -> None:
    response = reader.get(reverse("rulesets:download", args=[key, 1]))

    assert f"{key}-1.toml" in response["Content-Disposition"]
    assert read_toml(response.content) == RuleSetRow.objects.get(key=key).content


# --- comparing ----------------------------------------------------------------------------------


def test_the_last_two_sets_of_the_party_are_compared_without_asking(reader: Client) -> None:
    page = text_of(reader, reverse("rulesets:compare"))

    assert "<del>06/02/2017</del>" in page
    assert "<ins>HOẢ TỐC</ins>" in page


def test_any_two_sets_can_be_compared(reader: Client) -> None:
    party, state = RuleSetRow.objects.get(key="party-2026"), RuleSetRow.objects.get(key="state-2020")
    page = text_of(reader, f"{reverse('rulesets:compare')}?truoc={party.pk}&sau={state.pk}")

    assert "<del>T/M</del>" in page and "<ins>TM.</ins>" in page
    assert "giống hệt" in text_of(reader, f"{reverse('rulesets:compare')}?truoc={party.pk}&sau={party.pk}")
    assert "Chọn hai bộ" in text_of(reader, f"{reverse('rulesets:compare')}?truoc=x&sau=99999")


def test_words_about_sources_stand_apart_from_the_rules(loaded: World) -> None:
    old, new = RuleSetRow.objects.get(key="party-2018"), RuleSetRow.objects.get(key="party-2026")
    groups = differences(old.content, new.content)

    assert [group.about for group in groups] == [False, False, True]
    assert not any("ghi chú" in row.label for group in groups[:-1] for row in group.rows)


def test_every_value_of_a_set_has_words_of_its_own(loaded: World) -> None:
    content = RuleSetRow.objects.get(key="party-2026").content
    for section in content["sections"]:
        labels = [value.label for value in values_of(content, section)]
        assert len(labels) == len(set(labels)), section
        assert not any("_" in label for label in labels), section


# --- changing -------------------------------------------------------------------------------------


def test_a_reader_is_offered_no_change_and_refused_one(reader: Client) -> None:
    for address in (
        reverse("rulesets:load"),
        reverse("rulesets:revise", args=SET) + "?phan=form",
        reverse("rulesets:confirm", args=SET) + "?phan=form",
    ):
        assert reader.get(address).status_code == 403
        assert reader.post(address, {"value": "1", "reason": "x", "basis": "x"}).status_code == 403
    assert reader.post(reverse("rulesets:load_shipped", args=["party-2026"]), {"reason": "x"}).status_code == 403
    assert RuleSetRow.objects.count() == 3


def test_the_administrator_corrects_a_value_on_the_page(admin: Client) -> None:
    assert "Quy hoạch · chữ viết tắt" in text_of(admin, reverse("rulesets:revise", args=SET) + "?phan=abbreviations")
    address = reverse("rulesets:revise", args=SET) + "?muc=types.quy-hoach.abbreviation"
    assert 'value="QH"' in text_of(admin, address)

    response = admin.post(address, {"value": "QHo", "reason": "Đối chiếu bản gốc"}, follow=True)
    page = response.content.decode()
    assert response.redirect_chain[0][0] == reverse("rulesets:set", args=["party-2026", 2])
    assert "QHo" in page
    assert "Đã ghi bản 2" in page
    old = text_of(admin, reverse("rulesets:set", args=SET))
    assert "đã được thay bằng bản 2" in old and "Xác minh<" not in old


def test_the_form_keeps_what_was_typed_when_the_reason_is_missing(admin: Client) -> None:
    address = reverse("rulesets:revise", args=SET) + "?muc=types.quy-hoach.abbreviation"
    page = admin.post(address, {"value": "QHo", "reason": ""}).content.decode()

    assert 'value="QHo"' in page
    assert "Chưa ghi được" in page


def test_a_value_that_makes_no_sense_is_a_page_with_its_reason(admin: Client) -> None:
    address = reverse("rulesets:revise", args=SET) + "?muc=form.margins.left"
    response = admin.post(address, {"value": "rộng", "reason": "x"})

    assert response.status_code == 422
    assert "không phải là số" in response.content.decode()


@pytest.mark.parametrize("query", ["", "?phan=mau", "?muc=types.khong.name", "?muc=khong"])
def test_what_is_not_in_the_set_cannot_be_opened_for_correction(admin: Client, query: str) -> None:
    assert admin.get(reverse("rulesets:revise", args=SET) + query).status_code == 404


def test_every_section_can_be_opened_for_correction_and_confirmation(admin: Client) -> None:
    for section in RuleSetRow.objects.get(key="party-2026").content["sections"]:
        assert text_of(admin, f"{reverse('rulesets:revise', args=SET)}?phan={section}")
        assert text_of(admin, f"{reverse('rulesets:confirm', args=SET)}?phan={section}")
    assert admin.get(reverse("rulesets:confirm", args=SET) + "?phan=mau").status_code == 404


def test_the_administrator_confirms_a_row_on_the_page(admin: Client, loaded: World) -> None:
    address = reverse("rulesets:confirm", args=SET) + "?phan=authority&dong=authority.rows.office.self"
    assert "Văn phòng cấp uỷ" in text_of(admin, address)
    assert "Chưa ghi được" in admin.post(address, {"basis": ""}).content.decode()

    response = admin.post(address, {"basis": "Điều 9 Quy định 399"})
    assert response.status_code == 302
    assert RuleSetRow.objects.get(key="party-2026", revision=2).reason == "Điều 9 Quy định 399"


def test_a_file_is_shown_before_it_is_loaded(admin: Client) -> None:
    data = toml_of("party-2026", ("Văn bản của Đảng, từ năm 2026", "Bản rà soát"))
    address = reverse("rulesets:load")
    assert "Chọn tệp cần nạp" in admin.post(address, {"reason": "Rà soát"}).content.decode()

    upload = SimpleUploadedFile("party.toml", data)
    page = admin.post(address, {"file": upload, "reason": "Rà soát"}).content.decode()
    assert "<ins>Bản rà soát</ins>" in page
    assert RuleSetRow.objects.count() == 3

    typed = data.decode().replace("\n", "\r\n")  # as a browser sends it
    admin.post(address, {"text": typed, "reason": "Rà soát", "load": "1"})
    assert RuleSetRow.objects.get(key="party-2026", revision=2).title == "Bản rà soát"


def test_a_new_set_stands_beside_the_others(admin: Client) -> None:
    data = toml_of("state-2020", ('key = "state-2020"', 'key = "state-2027"'), ("2020-03-05", "2027-03-05"))
    page = admin.post(
        reverse("rulesets:load"), {"file": SimpleUploadedFile("a.toml", data), "reason": "Mới"}
    ).content.decode()

    assert "Bộ mới, đứng cạnh các bộ đang dùng" in page


def test_a_file_that_is_no_rule_file_is_refused_with_its_reason(admin: Client) -> None:
    upload = SimpleUploadedFile("a.toml", b"\x00\xff")
    response = admin.post(reverse("rulesets:load"), {"file": upload, "reason": "x"})

    assert response.status_code == 422
    assert "UTF-8" in response.content.decode()


def test_the_newer_set_of_the_program_is_offered_and_taken(
    admin: Client, loaded: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from daumoi.rulesets import actions

    address = reverse("rulesets:revise", args=["state-2020", 1]) + "?muc=deadlines.incoming_working_days"
    admin.post(address, {"value": "5", "reason": "Quy chế"})
    shipped = actions.builtin_content
    newer = shipped("state-2020") | {"title": "Bản của chương trình"}
    monkeypatch.setattr(actions, "builtin_content", lambda key: newer if key == "state-2020" else shipped(key))

    assert "Chương trình có bản state-2020 mới hơn" in text_of(admin, reverse("rulesets:list"))
    admin.post(reverse("rulesets:load_shipped", args=["state-2020"]), {"reason": "Dùng bản mới"})
    assert RuleSetRow.objects.get(key="state-2020", revision=3).title == "Bản của chương trình"


def test_a_page_costs_few_questions_to_the_database(reader: Client, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for address in (reverse("rulesets:list"), reverse("rulesets:set", args=SET), reverse("rulesets:compare")):
        with django_assert_max_num_queries(12):
            text_of(reader, address)


@pytest.mark.parametrize("words", ['"', "\\", "a\nb\t", "\x7f\x01", "Đảng uỷ «xã»", "#"])
def test_any_words_survive_the_way_through_a_file(words: str) -> None:
    content = {"a": {"b c": {"d": words, words: [words, "y"]}}, "n": 1.5}

    assert read_toml(to_toml(content).encode()) == content
