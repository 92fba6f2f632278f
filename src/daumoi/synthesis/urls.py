from django.urls import path

from daumoi.synthesis import views

app_name = "synthesis"
urlpatterns = [
    path("", views.term_now, name="now"),
    path("<int:pk>/", views.term, name="term"),
    path("<int:pk>/van-ban/", views.documents, name="documents"),
    path("<int:pk>/chot/", views.freeze, name="freeze"),
    path("<int:pk>/lan/<int:ordinal>/", views.statement, name="statement"),
    path("<int:pk>/nhom/", views.groups, name="groups"),
]
