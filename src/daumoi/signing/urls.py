from django.urls import path

from daumoi.signing import views

app_name = "signing"
urlpatterns = [
    path("", views.certificate_list, name="list"),
    path("cua-toi/", views.mine, name="mine"),
    path("chua-co/", views.missing, name="missing"),
    path("noi-cap/lap/", views.found, name="found"),
    path("cap/", views.issue, name="issue"),
    path("cap/tim/", views.suggest, name="suggest"),
    path("con-dau/<int:pk>/", views.seal, name="seal"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/cap-lai/", views.renew, name="renew"),
    path("<int:pk>/thu-hoi/", views.revoke, name="revoke"),
    path("<int:pk>/mat-khau/", views.passphrase, name="passphrase"),
]
