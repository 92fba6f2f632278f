from django.urls import path

from daumoi.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.job_list, name="list"),
    path("<int:pk>/lam-lai/", views.job_retry, name="retry"),
]
