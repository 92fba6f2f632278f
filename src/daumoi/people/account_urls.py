"""Log-in and its safety. Only what the office uses: accounts are made by administrators, never by visitors."""

from allauth.account import views as account
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.usersessions import views as sessions
from django.urls import path

urlpatterns = [
    path("dang-nhap/", account.login, name="account_login"),
    path("thoat/", account.logout, name="account_logout"),
    path("da-dung/", account.account_inactive, name="account_inactive"),
    path("xac-nhan-lai/", account.reauthenticate, name="account_reauthenticate"),
    path("doi-mat-khau/", account.password_change, name="account_change_password"),
    path("phien/", sessions.list_usersessions, name="usersessions_list"),
    path("hai-buoc/", second.index, name="mfa_index"),
    path("hai-buoc/xac-thuc/", second.authenticate, name="mfa_authenticate"),
    path("hai-buoc/xac-nhan-lai/", second.reauthenticate, name="mfa_reauthenticate"),
    path("hai-buoc/ung-dung/bat/", totp.activate_totp, name="mfa_activate_totp"),
    path("hai-buoc/ung-dung/tat/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("hai-buoc/ma-du-phong/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("hai-buoc/ma-du-phong/tao/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("hai-buoc/ma-du-phong/tai/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("hai-buoc/khoa/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("hai-buoc/khoa/them/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("hai-buoc/khoa/dang-nhap/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("hai-buoc/khoa/xac-nhan-lai/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("hai-buoc/khoa/<int:pk>/sua/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("hai-buoc/khoa/<int:pk>/bo/", keys.remove_webauthn, name="mfa_remove_webauthn"),
]
