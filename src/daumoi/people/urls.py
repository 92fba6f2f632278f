"""Accounts, the choice of a body, comboboxes, the first run, administration."""

from django.urls import path

from daumoi.people.views import account, first_run

app_name = "people"
urlpatterns = [
    path("tai-khoan/", account.account, name="account"),
    path("co-quan/chon/", account.choose_body, name="choose_body"),
    path("co-quan/tim/", account.suggest, name="suggest"),
    path("can-bo/tim/", account.suggest_person, name="suggest_person"),
    path("lan-dau/<str:token>/", first_run.found, name="first_run"),
]
