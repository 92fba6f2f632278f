from django.urls import path

from daumoi.outgoing.views import drafts

app_name = "outgoing"
urlpatterns = [
    path("du-thao/<int:pk>/", drafts.detail, name="detail"),
    path("van-ban-di/<int:pk>/", drafts.detail, name="document"),
]
