"""Addresses of imports, saved views and the component gallery."""

from django.urls import URLPattern

app_name = "records"
urlpatterns: list[URLPattern] = []
