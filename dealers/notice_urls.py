"""Addresses of what a person is told, and how."""

from django.urls import path

from dealers.views import notices, telling

app_name = "notices"
urlpatterns = [
    path("", notices.notices, name="list"),
    path("read/", notices.read_all, name="read"),
    path("ways/", telling.telling, name="telling"),
    path("<str:code>/open/", notices.open_notice, name="open"),
]
