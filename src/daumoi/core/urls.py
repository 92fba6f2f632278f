"""Addresses that belong to no room: only the book of specimens, and only while developing."""

from django.conf import settings
from django.urls import include, path

from daumoi.core import specimen

book = [
    path("", specimen.book, name="book"),
    path("so/", specimen.register, name="register"),
    path("in/", specimen.paper, name="print"),
    path("cua/", specimen.gate, name="gate"),
    path("tay/", specimen.hand, name="hand"),
    path("loi/<int:code>/", specimen.refusal, name="refusal"),
    path("ten/", specimen.names, name="names"),
    path("tim/", specimen.found, name="found"),
    path("<int:pk>/<str:step>/", specimen.press, name="step"),
]
urlpatterns = [path("mau/", include((book, "specimen")))] if settings.DEBUG else []
