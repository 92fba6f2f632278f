"""Accounts, the choice of a body, comboboxes, the first run, administration."""

from django.urls import path

from daumoi.people.views import account as views

app_name = "people"
urlpatterns = [
    path("tai-khoan/", views.account, name="account"),
    path("co-quan/chon/", views.choose_body, name="choose_body"),
    path("co-quan/tim/", views.suggest, name="suggest"),
    path("can-bo/tim/", views.suggest_person, name="suggest_person"),
]
