from django.urls import path

from daumoi.files import views

app_name = "files"
urlpatterns = [
    path("", views.create, name="create"),
    path("<uuid:pk>/", views.upload, name="upload"),
    path("<uuid:pk>/xem/", views.content, name="content"),
    path("<uuid:pk>/trang/<int:number>/", views.page, name="page"),
]
