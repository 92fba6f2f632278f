"""What passes between the sender and a recipient of an issued paper."""

from django.urls import path

from daumoi.documents import delivery_views as views

app_name = "delivery"
urlpatterns = [
    path("thu-hoi/<int:pk>/", views.recall, name="recall"),
    path("thu-hoi/<int:pk>/<slug:step>/", views.recall_step, name="recall_step"),
]
