"""Keys and certificates: the internal authority, who holds what, one's own key.

Passphrases travel only in the body of a POST, and error reports leave them out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from daumoi.core.errors import NotAllowed, NotReady, Refusal, Stale
from daumoi.journal.actions import history
from daumoi.people import gates
from daumoi.people.models import Person
from daumoi.people.naming import found_by
from daumoi.people.rules import looks_after_something
from daumoi.signing import actions, reading, rules
from daumoi.signing.authority import issuer_of
from daumoi.signing.forms import (
    AuthorityForm,
    ChangeAuthorityForm,
    ChangeForm,
    FoundForm,
    IssueForm,
    ReasonForm,
    RenewForm,
    RenewSealForm,
)
from daumoi.signing.models import WARNING, Certificate, CertificateKind
from daumoi.signing.registry import seal_passphrase
from daumoi.signing.vault import WrongPassphrase

PAGE = 50
HISTORY = 30


@require_safe
def certificate_list(request: HttpRequest) -> HttpResponse:
    """The authority, and the register of certificates one looks after."""
    person = _administrator(request)
    found = Certificate.objects.visible_to(person)
    current = Q(revoked_at=None) & ~Q(kind=CertificateKind.AUTHORITY)
    shelves = {
        "": ("Đang dùng", current),
        "sap-het": ("Sắp hết hạn, đã hết hạn", Q(revoked_at=None, not_after__lt=timezone.now() + WARNING)),
        "thu-hoi": ("Đã thu hồi", Q(revoked_at__isnull=False)),
    }
    counts = found.aggregate(**{f"n{at}": Count("pk", filter=on) for at, (_, on) in enumerate(shelves.values())})
    shelf = request.GET.get("xem", "")
    shelf = shelf if shelf in shelves else ""
    rows = found.filter(shelves[shelf][1]).select_related("person", "body").defer("pem", "locked_key")
    q = request.GET.get("q", "").strip()
    if q:
        by_person, by_body = found_by(q, "person__search_key"), found_by(q, "body__search_key")
        rows = rows.filter(by_person | by_body) if by_person and by_body else rows.none()
    after = request.GET.get("sau", "")
    if after.isdecimal():
        rows = rows.filter(pk__lt=int(after))
    shown = list(rows.order_by("-pk")[: PAGE + 1])
    query = request.GET.copy()
    query.pop("sau", None)
    context = {
        "root": reading.authority_here(),
        "founds": rules.founds(person),
        "views": [
            *(
                {
                    "url": f"?xem={key}" if key else "?",
                    "label": label,
                    "count": counts[f"n{at}"],
                    "current": key == shelf,
                }
                for at, (key, (label, _)) in enumerate(shelves.items())
            ),
            {"url": reverse("signing:missing"), "label": "Chưa có khoá", "count": _missing(person), "current": False},
        ],
        "certificates": shown[:PAGE],
        "newer": f"?{query.urlencode()}" if after else "",
        "older": f"?{query.urlencode()}&sau={shown[PAGE - 1].pk}" if len(shown) > PAGE else "",
        "q": q,
        "shelf": shelf,
    }
    return render(request, "signing/certificates.html", context)


@require_safe
def missing(request: HttpRequest) -> HttpResponse:
    """Who should be able to sign or seal, and cannot yet."""
    person = _administrator(request)
    signers = reading.signers_without_key(person)
    bodies = reading.bodies_without_seal(person)
    context = {
        "root": reading.authority_here(),
        "signers": signers[:PAGE],
        "bodies": bodies[:PAGE],
        "signers_total": signers.count(),
        "bodies_total": bodies.count(),
    }
    return render(request, "signing/missing.html", context)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """Found the authority of the installation."""
    person = _administrator(request)
    if not rules.founds(person):
        raise NotAllowed("Chỉ quản trị của toàn hệ thống được lập nơi cấp chứng thư nội bộ.")
    if reading.authority_here() is not None:
        raise NotReady("Hệ thống đã có nơi cấp chứng thư nội bộ.", advice="Xem ở trang Khoá ký, con dấu.")
    office = reading.installation(person)
    form = FoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        secret = form.cleaned_data["passphrase"]
        if _tried(form, lambda: actions.create_ca(office.name, passphrase=secret, actor=person)):
            messages.success(request, "Đã lập nơi cấp chứng thư nội bộ. Bây giờ cấp được khoá ký và khoá con dấu.")
            return redirect("signing:missing")
    return render(request, "signing/found.html", {"form": form, "office": office})


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest) -> HttpResponse:
    """A certificate for somebody in a post."""
    person = _administrator(request)
    _needs_authority()
    asked = request.GET.get("nhiem-vu", "")
    form = IssueForm(request.POST or None, actor=person, initial={"post": int(asked)} if asked.isdecimal() else {})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        post = given["post"]

        def give() -> Certificate:
            return actions.issue_certificate(
                body=post.body,
                person=post.person,
                position=post.position,
                passphrase=given["passphrase"],
                ca_passphrase=given["ca_passphrase"],
                actor=person,
            )

        if made := _tried(form, give):
            messages.success(request, f"Đã cấp chứng thư cho {post.person}. Đồng chí trao mật khẩu ban đầu tận tay.")
            return redirect("signing:detail", made.pk)
    return render(request, "signing/issue.html", {"form": form})


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    person = _administrator(request)
    return JsonResponse(reading.suggestions(request.GET.get("q", ""), person), safe=False)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def seal(request: HttpRequest, pk: int) -> HttpResponse:
    """The seal key of a body that has none in force; one that has goes to its renewal."""
    person = _administrator(request)
    body = get_object_or_404(gates.insides_for(person), pk=pk)
    _needs_authority()
    if held := Certificate.objects.visible_to(person).of_body(body).filter(revoked_at=None).first():
        return redirect("signing:renew", held.pk)
    form = AuthorityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        secret = form.cleaned_data["ca_passphrase"]

        def give() -> Certificate:
            return actions.issue_certificate(
                body=body, passphrase=seal_passphrase(body), ca_passphrase=secret, actor=person
            )

        if made := _tried(form, give):
            messages.success(request, f"Đã tạo khoá con dấu của {body}.")
            return redirect("signing:detail", made.pk)
    return render(request, "signing/seal.html", {"form": form, "body": body})


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One certificate: what it says, what may be done with it, its history."""
    person, certificate = _person(request), _certificate(request, pk)
    live = certificate.revoked_at is None
    context = {
        "certificate": certificate,
        "facts": _facts(certificate),
        "may_renew": live and rules.renews(person, certificate),
        "may_revoke": live and rules.revokes(person, certificate),
        "may_change": live and rules.opens(person, certificate),
        "administers": looks_after_something(person),
        "entries": history(certificate).reverse()[:HISTORY],
    }
    return render(request, "signing/certificate.html", context)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """A new key for the same holder; the old one is withdrawn in the same act."""
    person, certificate = _person(request), _certificate(request, pk)
    body, holder = certificate.body, certificate.person
    if body is None or not rules.renews(person, certificate):
        raise NotAllowed("Chỉ quản trị của cơ quan được cấp lại chứng thư này.")
    _needs_live(certificate)
    _needs_authority()
    position = reading.position_of(holder, body) if holder else ""
    if holder and not position:
        raise NotReady(
            f"{holder} không còn nhiệm vụ nào ở {body} nên không cấp lại chứng thư.",
            advice="Nếu người này đã chuyển đi, thu hồi chứng thư.",
        )
    form = (RenewForm if holder else RenewSealForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def give() -> Certificate:
            return actions.renew_certificate(
                certificate,
                passphrase=given["passphrase"] if holder else seal_passphrase(body),
                ca_passphrase=given["ca_passphrase"],
                position=position,
                reason=given["reason"],
                actor=person,
            )

        if made := _tried(form, give):
            messages.success(request, f"Đã cấp chứng thư mới cho {holder or body}; chứng thư cũ đã thu hồi.")
            return redirect("signing:detail", made.pk)
    context = {"form": form, "certificate": certificate, "position": position}
    return render(request, "signing/renew.html", context)


@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    person, certificate = _person(request), _certificate(request, pk)
    if not rules.revokes(person, certificate):
        raise NotAllowed("Chỉ người giữ hoặc quản trị của cơ quan được thu hồi chứng thư này.")
    _needs_live(certificate)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if _tried(form, lambda: actions.revoke_certificate(certificate, reason=reason, actor=person)):
            messages.success(request, f"Đã thu hồi chứng thư của {certificate.subject}.")
            return redirect("signing:detail", pk)
    return render(request, "signing/revoke.html", {"form": form, "certificate": certificate})


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def passphrase(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the passphrase of one's own key, or that of the authority."""
    person, certificate = _person(request), _certificate(request, pk)
    if not rules.opens(person, certificate):
        raise NotAllowed("Mật khẩu ký chỉ người giữ chứng thư được đổi.")
    _needs_live(certificate)
    is_root = certificate.kind == CertificateKind.AUTHORITY
    form = (ChangeAuthorityForm if is_root else ChangeForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def change() -> Certificate:
            return actions.change_passphrase(certificate, old=given["old"], new=given["passphrase"], actor=person)

        if _tried(form, change):
            messages.success(request, "Đã đổi mật khẩu ký.")
            return redirect("signing:list" if is_root else "signing:mine")
    return render(request, "signing/passphrase.html", {"form": form, "certificate": certificate, "is_root": is_root})


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One's own keys: what each is worth today, and its passphrase."""
    person = _person(request)
    held = list(Certificate.objects.visible_to(person).filter(person=person).select_related("body"))
    live = [certificate for certificate in held if certificate.revoked_at is None]
    first = reading.first_passphrases(live)
    context = {
        "live": [(certificate, _facts(certificate), certificate.pk in first) for certificate in live],
        "former": [certificate for certificate in held if certificate.revoked_at is not None],
    }
    return render(request, "signing/mine.html", context)


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


def _administrator(request: HttpRequest) -> Person:
    """An administrator; for everybody else the page does not exist."""
    person = _person(request)
    if not looks_after_something(person):
        raise Http404
    return person


def _certificate(request: HttpRequest, pk: int) -> Certificate:
    found = Certificate.objects.visible_to(_person(request)).select_related("person", "body")
    return get_object_or_404(found, pk=pk)


def _missing(person: Person) -> int:
    return reading.signers_without_key(person).count() + reading.bodies_without_seal(person).count()


def _needs_authority() -> None:
    if reading.authority_here() is None:
        raise NotReady(
            "Hệ thống chưa có nơi cấp chứng thư nội bộ.", advice="Nhờ quản trị của toàn hệ thống lập nơi cấp trước."
        )


def _needs_live(certificate: Certificate) -> None:
    if certificate.revoked_at:
        raise NotReady("Chứng thư này đã được thu hồi.", advice="Cấp chứng thư mới nếu người giữ còn cần ký.")


def _tried(form: forms.Form, act: Callable[[], Certificate]) -> Certificate | None:
    """What the action gave; or None with its refusal on the form. Rights and others' changes are pages of their own."""
    try:
        return act()
    except WrongPassphrase:
        field = "ca_passphrase" if "ca_passphrase" in form.fields else "old"
        form.add_error(field, "Mật khẩu không đúng. Chưa có gì thay đổi.")
    except (NotAllowed, Stale):
        raise
    except Refusal as refusal:
        form.add_error(None, " ".join([*refusal.reasons, refusal.advice]).strip())
    return None


def _facts(certificate: Certificate) -> list[tuple[str, Any]]:
    revoked = certificate.revoked_at
    return [
        ("Loại", certificate.get_kind_display()),
        ("Chức vụ", certificate.position),
        ("Cơ quan", certificate.body),
        ("Hiệu lực", f"{_day(certificate.not_before)} đến {_day(certificate.not_after)}"),
        ("Cấp ngày", _day(certificate.issued_at)),
        ("Nơi cấp", issuer_of(certificate.x509)),
        ("Số chứng thư", certificate.printed_serial),
        ("Thu hồi ngày", _day(revoked) if revoked else ""),
        ("Lý do thu hồi", certificate.revoke_reason),
    ]


def _day(moment: Any) -> str:
    return f"{timezone.localtime(moment):%d/%m/%Y}"
