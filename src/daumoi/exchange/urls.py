from django.urls import path

from daumoi.exchange import views

app_name = "exchange"
urlpatterns = [
    path("", views.batch_list, name="list"),
    path("<int:pk>/", views.batch, name="batch"),
    path("<int:pk>/cot/", views.put_columns, name="columns"),
    path("<int:pk>/lam-lai/", views.again, name="again"),
    path("<int:pk>/bao-cao/<slug:kind>/", views.report, name="report"),
    path("<int:pk>/<slug:step>/", views.step, name="step"),
]
