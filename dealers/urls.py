"""Addresses of the pages of dealers."""

from django.urls import URLPattern

app_name = "dealers"
urlpatterns: list[URLPattern] = []
