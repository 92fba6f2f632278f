from django.urls import path

from daumoi.calendar import views

app_name = "calendar"
urlpatterns = [
    path("", views.year, name="year"),
    path("them/", views.add, name="add"),
    path("ngay/<int:pk>/bo/", views.remove, name="remove"),
    path("nhap/", views.import_year, name="import"),
    path("nhap/mau.csv", views.sample, name="sample"),
    path("cong-bo/", views.announce, name="announce"),
]
