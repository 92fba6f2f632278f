from django.urls import path

from daumoi.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("tim/", views.search, name="search"),
    path("tim/nhanh/", views.quick, name="quick"),
    path("chuoi/<int:pk>/", views.chain, name="chain"),
]
