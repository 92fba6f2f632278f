from django.urls import path

from daumoi.tasks import views

app_name = "tasks"
urlpatterns = [
    path("han/", views.due, name="due"),
    path("cau-dung-lai/", views.phrase_list, name="phrases"),
    path("cau-dung-lai/them/", views.phrase_add, name="phrase_add"),
    path("cau-dung-lai/<int:pk>/bo/", views.phrase_remove, name="phrase_remove"),
]
