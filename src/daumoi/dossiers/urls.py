from django.urls import path

from daumoi.dossiers import views

app_name = "dossiers"
urlpatterns = [
    path("", views.dossier_list, name="list"),
    path("mo/", views.dossier_create, name="create"),
    path("xep/<int:entry>/", views.dossier_choose, name="choose"),
    path("<int:pk>/", views.dossier_detail, name="detail"),
    path("<int:pk>/rut/<int:filing>/", views.dossier_unfile, name="unfile"),
    path("<int:pk>/<slug:step>/", views.dossier_step, name="step"),
]
