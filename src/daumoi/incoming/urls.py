from django.urls import path

from daumoi.incoming.views import paper, reception, register

app_name = "incoming"
urlpatterns = [
    path("", register.arrival_list, name="list"),
    path("in/", register.arrival_print, name="print"),
    path("xuat/", register.arrival_export, name="export"),
    path("tiep-nhan/", reception.page, name="reception"),
    path("tiep-nhan/tep/", reception.tray, name="tray"),
    path("tiep-nhan/tep/<uuid:pk>/bo/", reception.put_away, name="put_away"),
    path("tiep-nhan/tep/<uuid:pk>/trang/", reception.upload_pages, name="upload_pages"),
    path("tiep-nhan/goi-y/", reception.guess, name="guess"),
    path("tiep-nhan/trung/", reception.doubles, name="doubles"),
    path("tiep-nhan/noi-gui/", reception.senders, name="senders"),
    path("tiep-nhan/gui/da-den/", reception.seen, name="seen"),
    path("tiep-nhan/gui/<int:pk>/tra-lai/", reception.refuse, name="refuse"),
    path("tiep-nhan/gui/<int:pk>/tep/<int:attachment>/", reception.delivery_file, name="delivery_file"),
    path(
        "tiep-nhan/gui/<int:pk>/tep/<int:attachment>/trang/<int:number>/", reception.delivery_page, name="delivery_page"
    ),
    path("viec/<int:pk>/<slug:step>/", paper.line, name="line"),
    path("<int:pk>/", paper.detail, name="detail"),
    path("<int:pk>/xem/", paper.preview, name="preview"),
    path("<int:pk>/nhat-ky/", paper.told, name="history"),
    path("<int:pk>/phieu/", paper.slip, name="slip"),
    path("<int:pk>/phieu/qr.svg", paper.slip_qr, name="slip_qr"),
    path("<int:pk>/sua/", paper.correct, name="correct"),
    path("<int:pk>/but-phe/", paper.direct, name="direct"),
    path("<int:pk>/<slug:step>/", paper.step, name="step"),
]
