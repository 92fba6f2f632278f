"""The pages of keys: an empty office gets its authority, its seals and its signers in the browser alone."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from daumoi.journal.models import JournalEntry
from daumoi.people.models import Appointment, Body, Duty
from daumoi.signing import actions, vault
from daumoi.signing.models import Certificate
from daumoi.signing.registry import certificate_of, identity_of, seal_passphrase
from tests.world import START, World

CA, FIRST, MINE = "mật khẩu của nơi cấp", "mật khẩu ban đầu", "mật khẩu của riêng tôi"
SECRETS = (CA, FIRST, MINE)


@pytest.fixture(autouse=True)
def cheap_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "COST", 2**4)


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def admin(world: World) -> Client:
    return client_of(world.admin)


@pytest.fixture
def root(world: World) -> Certificate:
    return actions.create_ca("Tỉnh uỷ An Bình", passphrase=CA, actor=world.admin)


def certify(world: World, person: Any = None, body: Body | None = None) -> Certificate:
    body = body or world.tu
    return actions.issue_certificate(
        body=body, person=person, position="Phó Bí thư" if person else "", ca_passphrase=CA, actor=world.admin,
        passphrase=FIRST if person else seal_passphrase(body),
    )  # fmt: skip


def words(answer: Any) -> str:
    return str(answer.content.decode())


def post_of(person: Any) -> Appointment:
    return Appointment.objects.get(person=person)


def body_administrator(world: World) -> Client:
    return client_of(world.person("nga", "Lý Thị Nga", world.xa, Duty.ADMIN, "Quản trị"))


def test_an_empty_office_can_sign_after_a_few_pages(world: World, admin: Client, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    assert "Hệ thống chưa có nơi cấp." in words(admin.get(reverse("signing:list")))

    told = admin.post(reverse("signing:found"), {"passphrase": CA, "again": CA, "understood": "on"}, follow=True)
    assert "Nguyễn Văn Thành" in words(told) and "Văn phòng Tỉnh uỷ An Bình" in words(told)

    given = {"post": post_of(world.thanh).pk, "passphrase": FIRST, "again": FIRST, "ca_passphrase": CA}
    told = admin.post(reverse("signing:issue"), {**given, "post_text": str(post_of(world.thanh))}, follow=True)
    assert "còn hiệu lực" in words(told) and "không có giá trị ngoài cơ quan" in words(told)
    told = admin.post(reverse("signing:seal", args=[world.tu.pk]), {"ca_passphrase": CA}, follow=True)
    assert "Đã tạo khoá con dấu" in words(told)

    certificate, seal = certificate_of(world.tu, world.thanh), certificate_of(world.tu)
    assert certificate and seal and certificate.position == "Phó Bí thư"
    assert identity_of(seal, seal_passphrase(world.tu))

    thanh = client_of(world.thanh)
    assert "Đang dùng mật khẩu ký ban đầu" in words(thanh.get(reverse("signing:mine")))
    change = {"old": FIRST, "passphrase": MINE, "again": MINE}
    told = thanh.post(reverse("signing:passphrase", args=[certificate.pk]), change, follow=True)
    assert "mật khẩu ký ban đầu" not in words(told)
    certificate.refresh_from_db()
    assert identity_of(certificate, MINE)

    journal = " ".join(f"{entry.data} {entry.reason}" for entry in JournalEntry.objects.all())
    assert not any(secret in journal or secret in caplog.text for secret in SECRETS)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"passphrase": CA, "again": "khác hẳn đi"}, "Hai lần nhập chưa giống nhau"),
        ({"passphrase": "ngắn", "again": "ngắn"}, "ít nhất 12 ký tự"),
        ({"passphrase": CA, "again": CA, "understood": ""}, "bắt buộc"),
    ],
)
def test_a_slip_founds_no_authority_and_shows_no_passphrase(
    world: World, admin: Client, given: dict[str, str], told: str
) -> None:
    answer = admin.post(reverse("signing:found"), {"understood": "on", **given})

    assert told in words(answer)
    assert CA not in words(answer)
    assert not Certificate.objects.exists()


def test_there_is_one_authority_and_before_it_nothing_is_issued(world: World, admin: Client) -> None:
    for name, args in (("issue", []), ("seal", [world.tu.pk])):
        assert admin.get(reverse(f"signing:{name}", args=args)).status_code == 409
    actions.create_ca("Tỉnh uỷ", passphrase=CA, actor=world.admin)
    again = admin.post(reverse("signing:found"), {"passphrase": CA, "again": CA, "understood": "on"})
    assert again.status_code == 409
    assert Certificate.objects.count() == 1


def test_a_wrong_passphrase_of_the_authority_is_told_at_its_field(
    world: World, admin: Client, root: Certificate
) -> None:
    given = {"post_text": "van thanh", "passphrase": FIRST, "again": FIRST, "ca_passphrase": "không phải"}
    answer = admin.post(reverse("signing:issue"), given)

    assert answer.context["form"].errors["ca_passphrase"] == ["Mật khẩu không đúng. Chưa có gì thay đổi."]
    assert "Văn bản chưa được ký" not in words(answer)
    assert not any(secret in words(answer) for secret in (*SECRETS, "không phải"))
    assert certificate_of(world.tu, world.thanh) is None


def test_who_has_a_key_is_not_offered_another(world: World, admin: Client, root: Certificate) -> None:
    look = reverse("signing:suggest")
    assert [found["note"] for found in admin.get(look, {"q": "van thanh"}).json()] == ["Tỉnh uỷ An Bình"]
    assert admin.get(look, {"q": "…"}).json() == []
    held = certify(world, world.thanh)
    assert admin.get(look, {"q": "van thanh"}).json() == []

    given = {"post": post_of(world.thanh).pk, "post_text": "van thanh", "passphrase": FIRST, "again": FIRST}
    answer = admin.post(reverse("signing:issue"), {**given, "ca_passphrase": CA})
    assert "người này đã có chứng thư" in words(answer)
    assert list(Certificate.objects.exclude(kind="authority")) == [held]


def test_a_second_certificate_made_meanwhile_is_told_on_the_form(
    world: World, admin: Client, root: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    certify(world, world.thanh)
    monkeypatch.setattr("daumoi.signing.reading.posts", lambda actor: Appointment.objects.all())
    given = {"post": post_of(world.thanh).pk, "passphrase": FIRST, "again": FIRST, "ca_passphrase": CA}
    answer = admin.post(reverse("signing:issue"), {**given, "post_text": str(post_of(world.thanh))})
    assert "Nguyễn Văn Thành đã có chứng thư." in words(answer)


def test_a_link_fills_in_the_post(world: World, admin: Client, root: Certificate) -> None:
    page = admin.get(reverse("signing:issue"), {"nhiem-vu": post_of(world.thanh).pk})
    assert "Nguyễn Văn Thành, Phó Bí thư" in words(page)


def test_the_seal_is_renewed_and_the_old_one_withdrawn(world: World, admin: Client, root: Certificate) -> None:
    old = certify(world)
    assert admin.get(reverse("signing:seal", args=[world.tu.pk])).url == reverse("signing:renew", args=[old.pk])

    page = words(admin.get(reverse("signing:renew", args=[old.pk])))
    assert "văn bản đã ký trước đó vẫn hợp lệ" in page and "Mật khẩu ký ban đầu" not in page

    given = {"reason": "Đổi máy chủ", "ca_passphrase": CA}
    told = admin.post(reverse("signing:renew", args=[old.pk]), given, follow=True)

    new = certificate_of(world.tu)
    old.refresh_from_db()
    assert new and new != old and old.revoke_reason == "Đổi máy chủ"
    assert "chứng thư cũ đã thu hồi" in words(told)
    assert identity_of(new, seal_passphrase(world.tu))


def test_a_person_gets_a_new_key_only_while_in_a_post(world: World, admin: Client, root: Certificate) -> None:
    old = certify(world, world.thanh)
    given = {"reason": "Quên mật khẩu", "passphrase": MINE, "again": MINE, "ca_passphrase": CA}
    admin.post(reverse("signing:renew", args=[old.pk]), given)
    new = certificate_of(world.tu, world.thanh)
    assert new and new != old and identity_of(new, MINE)

    Appointment.objects.filter(person=world.thanh).update(ends_on=START)
    answer = admin.post(reverse("signing:renew", args=[new.pk]), given)
    assert answer.status_code == 409 and "không còn nhiệm vụ nào" in words(answer)


def test_withdrawing_asks_for_a_reason_and_happens_once(world: World, admin: Client, root: Certificate) -> None:
    held = certify(world, world.thanh)
    address = reverse("signing:revoke", args=[held.pk])
    assert "bắt buộc" in words(admin.post(address, {"reason": " "}))
    assert certificate_of(world.tu, world.thanh) == held

    told = admin.post(address, {"reason": "Chuyển công tác"}, follow=True)
    assert "đã thu hồi" in words(told) and "Chuyển công tác" in words(told)
    for name in ("revoke", "renew"):
        assert admin.get(reverse(f"signing:{name}", args=[held.pk])).status_code == 409
    assert "Chuyển công tác" in words(admin.get(reverse("signing:list"), {"xem": "thu-hoi"}))


def test_a_holder_reports_a_lost_passphrase_without_waiting(world: World, root: Certificate) -> None:
    held, thanh = certify(world, world.thanh), client_of(world.thanh)
    thanh.post(reverse("signing:revoke", args=[held.pk]), {"reason": "Lộ mật khẩu"})

    assert certificate_of(world.tu, world.thanh) is None
    assert "Đồng chí chưa có khoá ký." in words(thanh.get(reverse("signing:mine")))
    assert "Lộ mật khẩu" in words(thanh.get(reverse("signing:mine")))
    assert "Khoá ký của tôi" in words(thanh.get(reverse("signing:detail", args=[held.pk])))


def test_the_passphrase_is_the_holders_business(world: World, admin: Client, root: Certificate) -> None:
    held, seal = certify(world, world.thanh), certify(world)
    change = {"old": FIRST, "passphrase": MINE, "again": MINE}
    for certificate in (held, seal):
        answer = admin.post(reverse("signing:passphrase", args=[certificate.pk]), change)
        assert answer.status_code == 403 and "chỉ người giữ" in words(answer)
    wrong = client_of(world.thanh).post(reverse("signing:passphrase", args=[held.pk]), {**change, "old": "sai"})
    assert "Mật khẩu không đúng." in words(wrong)
    held.refresh_from_db()
    assert identity_of(held, FIRST)


def test_the_authority_changes_its_passphrase(world: World, admin: Client, root: Certificate) -> None:
    address = reverse("signing:passphrase", args=[root.pk])
    assert "ít nhất 12" in words(admin.post(address, {"old": CA, "passphrase": "chín chữ!", "again": "chín chữ!"}))
    answer = admin.post(address, {"old": CA, "passphrase": MINE, "again": MINE})
    assert answer.url == reverse("signing:list")
    root.refresh_from_db()
    assert vault.unlock(bytes(root.locked_key), MINE, bound_to=root.serial)


def test_strangers_find_nothing(world: World, root: Certificate) -> None:
    held = certify(world, world.thanh)
    for person in (world.khach, world.oanh, world.son, world.ha):
        client = client_of(person)
        for name in ("detail", "renew", "revoke", "passphrase"):
            for certificate in (held, root):
                address = reverse(f"signing:{name}", args=[certificate.pk])
                assert {client.get(address).status_code, client.post(address).status_code} <= {404, 405}
        for name, args in (("list", []), ("missing", []), ("found", []), ("issue", []), ("seal", [world.tu.pk])):
            assert client.get(reverse(f"signing:{name}", args=args)).status_code == 404
    assert certificate_of(world.tu, world.thanh) == held


def test_the_administrator_of_a_commune_keeps_its_keys_and_no_others(world: World, root: Certificate) -> None:
    held, nga = certify(world, world.thanh), body_administrator(world)
    page = words(nga.get(reverse("signing:missing")))
    assert "Bùi Minh Trí" in page and "Lê Hồng Sơn" not in page
    assert world.xa.name in page and f'Tạo<span class="unseen"> khoá con dấu của {world.btc.name}' not in page
    assert held.subject not in words(nga.get(reverse("signing:list")))

    given = {"post_text": "tri", "passphrase": FIRST, "again": FIRST, "ca_passphrase": CA}
    nga.post(reverse("signing:issue"), given)
    made = certificate_of(world.xa, world.tri)
    assert made
    assert nga.get(reverse("signing:detail", args=[made.pk])).status_code == 200
    assert "Chưa rõ" in words(nga.post(reverse("signing:issue"), {**given, "post_text": "son"}))
    assert nga.get(reverse("signing:found")).status_code == 403
    assert nga.get(reverse("signing:seal", args=[world.tu.pk])).status_code == 404
    assert nga.get(reverse("signing:detail", args=[held.pk])).status_code == 404


def test_the_holder_may_not_renew_the_own_key(world: World, root: Certificate) -> None:
    held = certify(world, world.thanh)
    assert client_of(world.thanh).get(reverse("signing:renew", args=[held.pk])).status_code == 403
    seal = certify(world, body=world.xa)
    assert client_of(world.admin).get(reverse("signing:revoke", args=[seal.pk])).status_code == 200


def test_the_register_warns_is_filtered_and_goes_on(
    world: World, admin: Client, root: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, seal = certify(world, world.thanh), certify(world)
    Certificate.objects.filter(pk=held.pk).update(not_after=timezone.now() + timedelta(days=20))
    monkeypatch.setattr("daumoi.signing.views.PAGE", 1)

    first = admin.get(reverse("signing:list"))
    assert [row.pk for row in first.context["certificates"]] == [seal.pk]
    then = admin.get(reverse("signing:list") + first.context["older"])
    assert [row.pk for row in then.context["certificates"]] == [held.pk]
    ending = admin.get(reverse("signing:list"), {"xem": "sap-het"})
    assert "còn 20 ngày" in words(ending) and ending.context["views"][1]["count"] == 1
    assert [row.pk for row in admin.get(reverse("signing:list"), {"q": "nguyen thanh"}).context["certificates"]] == [
        held.pk
    ]
    assert "Không có chứng thư nào khớp." in words(admin.get(reverse("signing:list"), {"q": "???"}))
    assert "Chứng thư sắp hết hạn." in words(client_of(world.thanh).get(reverse("signing:mine")))
    Certificate.objects.filter(pk=held.pk).update(
        not_before=timezone.now() - timedelta(days=9), not_after=timezone.now() - timedelta(days=1)
    )
    assert "không ký được nữa" in words(client_of(world.thanh).get(reverse("signing:mine")))


def test_pages_ask_the_database_little(
    world: World, admin: Client, root: Certificate, django_assert_max_num_queries: Any
) -> None:
    for person in (world.thanh, world.son, world.minh):
        certify(world, person, world.tu if person == world.thanh else world.vptu)
    held = certify(world)
    for name, args in (("list", []), ("missing", []), ("detail", [held.pk]), ("mine", [])):
        address = reverse(f"signing:{name}", args=args)
        with django_assert_max_num_queries(12):
            assert admin.get(address).status_code == 200


def test_the_way_to_ones_key_is_on_the_pages(world: World, admin: Client) -> None:
    lan = client_of(world.lan)
    assert reverse("signing:mine") in words(lan.get(reverse("people:account")))
    assert f'href="{reverse("signing:list")}"' in words(admin.get(reverse("people:account")))
    assert f'href="{reverse("signing:list")}"' not in words(lan.get(reverse("people:account")))
