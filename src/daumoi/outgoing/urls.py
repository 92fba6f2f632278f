"""Papers on their way out: /du-thao/ until the number is given, /van-ban-di/ afterwards, /so/ for the numbers."""

from django.urls import path

from daumoi.outgoing.views import deciding, documents, drafts, numbers, register, writing

app_name = "outgoing"
urlpatterns = [
    path("du-thao/", drafts.draft_list, name="list"),
    path("du-thao/moi/", writing.create, name="create"),
    path("du-thao/xem-truoc/", writing.paper_preview, name="preview"),
    path("du-thao/can-cu/tim/", writing.suggest_base, name="suggest_base"),
    path("du-thao/<int:pk>/", drafts.detail, name="detail"),
    path("du-thao/<int:pk>/sua/", writing.edit, name="edit"),
    path("du-thao/<int:pk>/so-sanh/<int:old>/<int:new>/", drafts.differences, name="differences"),
    path("du-thao/<int:pk>/lan/<int:n>/trang/<int:number>/", drafts.page, name="page"),
    path("du-thao/<int:pk>/lan/<int:n>/<slug:kind>/", drafts.file, name="file"),
    path("du-thao/<int:pk>/da-ky/", drafts.signed, name="signed"),
    path("du-thao/<int:pk>/da-ky/trang/<int:number>/", drafts.signed_page, name="signed_page"),
    path("du-thao/<int:pk>/xin-y-kien/", deciding.ask, name="ask"),
    path("du-thao/<int:pk>/y-kien/<int:opinion>/<slug:step>/", deciding.opinion, name="opinion"),
    path("du-thao/<int:pk>/tham-dinh/", deciding.appraise, name="appraise"),
    path("du-thao/<int:pk>/ky/", deciding.sign, name="sign"),
    path("du-thao/<int:pk>/cap-so/", deciding.issue, name="issue"),
    path("du-thao/<int:pk>/buoc/<slug:step>/", drafts.step, name="step"),
    path("van-ban-di/", register.register, name="register"),
    path("van-ban-di/xuat/", register.export, name="export"),
    path("van-ban-di/in-so/", register.book, name="book"),
    path("van-ban-di/giao-nhan/", register.deliveries, name="deliveries"),
    path("van-ban-di/<int:pk>/", documents.document, name="document"),
    path("van-ban-di/<int:pk>/chu-ky/", documents.signatures, name="signatures"),
    path("van-ban-di/<int:pk>/phat-hanh-lai/", documents.finish_again, name="finish_again"),
    path("van-ban-di/<int:pk>/gui/", documents.send_all, name="send_all"),
    path("van-ban-di/<int:pk>/noi-nhan/<int:delivery>/<slug:step>/", documents.delivery_step, name="delivery_step"),
    path("van-ban-di/<int:pk>/thu-hoi/", documents.recall, name="recall"),
    path("so/", numbers.numbers, name="numbers"),
    path("so/giu/", numbers.keep, name="keep"),
    path("so/huy/<int:pk>/", numbers.strike, name="strike"),
    path("so/<str:series>/<slug:period>/", numbers.series, name="series"),
]
