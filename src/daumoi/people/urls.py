"""Accounts, the choice of a body, comboboxes, the first run, administration."""

from django.urls import path

from daumoi.people.views import account, bodies, first_run, imports, people, posts, structure

app_name = "people"
urlpatterns = [
    path("tai-khoan/", account.account, name="account"),
    path("co-quan/chon/", account.choose_body, name="choose_body"),
    path("co-quan/tim/", account.suggest, name="suggest"),
    path("can-bo/tim/", account.suggest_person, name="suggest_person"),
    path("lan-dau/<str:token>/", first_run.found, name="first_run"),
    path("quan-tri/", bodies.body_list, name="bodies"),
    path("quan-tri/co-quan/them/", bodies.body_create, name="body_create"),
    path("quan-tri/co-quan/<int:pk>/", bodies.body_detail, name="body"),
    path("quan-tri/co-quan/<int:pk>/thong-tin/", bodies.body_record, name="body_record"),
    path("quan-tri/co-quan/<int:pk>/sua/", bodies.body_edit, name="body_edit"),
    path("quan-tri/co-quan/<int:pk>/ket-thuc/", bodies.body_end, name="body_end"),
    path("quan-tri/co-quan/<int:pk>/ma/", bodies.code_add, name="code_add"),
    path("quan-tri/ma/<int:pk>/ket-thuc/", bodies.code_end, name="code_end"),
    path("quan-tri/co-quan/<int:pk>/don-vi/", bodies.unit_create, name="unit_create"),
    path("quan-tri/don-vi/<int:pk>/", structure.unit_edit, name="unit"),
    path("quan-tri/co-quan/<int:pk>/nhiem-ky/mo/", structure.term_open, name="term_open"),
    path("quan-tri/nhiem-ky/<int:pk>/", structure.term_edit, name="term"),
    path("quan-tri/co-quan/<int:pk>/can-bo/them/", posts.person_create, name="person_create"),
    path("quan-tri/co-quan/<int:pk>/phan-cong/", posts.appoint, name="appoint"),
    path("quan-tri/phan-cong/<int:pk>/ket-thuc/", posts.appointment_end, name="appointment_end"),
    path("quan-tri/co-quan/<int:pk>/giao-ky/", posts.delegation_create, name="delegation_create"),
    path("quan-tri/giao-ky/<int:pk>/ket-thuc/", posts.delegation_end, name="delegation_end"),
    path("quan-tri/can-bo/", people.person_list, name="people"),
    path("quan-tri/can-bo/mat-khau-tam/", people.hand_out, name="hand_out"),
    path("quan-tri/can-bo/tim/", people.person_suggest, name="person_suggest"),
    path("quan-tri/can-bo/<int:pk>/", people.person_detail, name="person"),
    path("quan-tri/can-bo/<int:pk>/sua/", people.person_edit, name="person_edit"),
    path("quan-tri/can-bo/<int:pk>/mat-khau/", people.person_password, name="person_password"),
    path("quan-tri/can-bo/<int:pk>/dung/", people.person_stop, name="person_stop"),
    path("quan-tri/nhap/", imports.import_list, name="imports"),
    path("quan-tri/nhap/mau/<str:kind>/", imports.import_template, name="import_template"),
    path("quan-tri/nhap/<int:pk>/", imports.import_sheet, name="import_sheet"),
    path("quan-tri/nhap/<int:pk>/ghi/", imports.import_take_in, name="import_take_in"),
]
