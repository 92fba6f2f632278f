"""Log-in and its safety. Only what the office uses: accounts are made by administrators, never by visitors."""

from allauth.account import views as account
from allauth.usersessions import views as sessions
from django.urls import include, path

urlpatterns = [
    path("dang-nhap/", account.login, name="account_login"),
    path("thoat/", account.logout, name="account_logout"),
    path("da-dung/", account.account_inactive, name="account_inactive"),
    path("xac-nhan-lai/", account.reauthenticate, name="account_reauthenticate"),
    path("doi-mat-khau/", account.password_change, name="account_change_password"),
    path("hai-buoc/", include("allauth.mfa.urls")),
    path("phien/", sessions.list_usersessions, name="usersessions_list"),
]
