from django.urls import path

from daumoi.rulesets import views

app_name = "rulesets"
urlpatterns = [
    path("", views.book, name="list"),
    path("so-sanh/", views.compare_sets, name="compare"),
    path("nap/", views.load, name="load"),
    path("nap/<slug:key>/", views.load_shipped, name="load_shipped"),
    path("<slug:key>/<int:revision>/", views.rule_set, name="set"),
    path("<slug:key>/<int:revision>/tep/", views.download, name="download"),
    path("<slug:key>/<int:revision>/sua/", views.revise, name="revise"),
    path("<slug:key>/<int:revision>/xac-minh/", views.confirm, name="confirm"),
]
