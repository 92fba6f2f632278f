"""All addresses, one line a room."""

from django.urls import include, path

handler400 = "daumoi.core.views.bad_request"
handler500 = "daumoi.core.views.server_error"

urlpatterns = [
    path("", include("daumoi.desk.urls")),
    path("", include("daumoi.core.urls")),
    path("", include("daumoi.people.urls")),
    path("tai-khoan/", include("daumoi.people.account_urls")),
    path("thong-bao/", include("daumoi.notices.urls")),
    path("viec-nen/", include("daumoi.jobs.urls")),
    path("nhat-ky/", include("daumoi.journal.urls")),
    path("xu-ly/", include("daumoi.tasks.urls")),
    path("ho-so/", include("daumoi.dossiers.urls")),
    path("tep/", include("daumoi.files.urls")),
    path("tep/", include("daumoi.documents.urls")),
    path("nhap-so/", include("daumoi.exchange.urls")),
    path("nhiem-ky/", include("daumoi.synthesis.urls")),
    path("giao-nhan/", include("daumoi.documents.delivery_urls")),
    path("", include("daumoi.catalogue.urls")),
    path("", include("daumoi.outgoing.urls")),
    path("quy-dinh/", include("daumoi.rulesets.urls")),
    path("khoa-ky/", include("daumoi.signing.urls")),
    path("lich-lam-viec/", include("daumoi.calendar.urls")),
    path("van-ban-den/", include("daumoi.incoming.urls")),
]
