from django.urls import path

from daumoi.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notice_list, name="list"),
    path("<int:pk>/mo/", views.notice_open, name="open"),
    path("da-xem/", views.notice_see_all, name="see_all"),
]
