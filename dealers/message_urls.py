"""Addresses of the outbox's pages."""

from django.urls import path

from dealers.views import outbox

app_name = "messages"
urlpatterns = [
    path("", outbox.messages, name="list"),
    path("export/", outbox.export, name="export"),
    path("<str:code>/retry/", outbox.retry, name="retry"),
    path("<str:code>/drop/", outbox.drop, name="drop"),
]
