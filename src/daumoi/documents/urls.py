from django.urls import path

from daumoi.documents import views

app_name = "documents"
urlpatterns = [
    path("<int:pk>/trang/<int:number>/", views.page, name="page"),
    path("<int:pk>/<str:name>", views.file, name="file"),
]
