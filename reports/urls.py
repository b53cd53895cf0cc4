"""Addresses of the pages of reports."""

from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("satisfaction/", views.satisfaction, name="satisfaction"),
    path("satisfaction/print/", views.print_page, name="print"),
    path("satisfaction/why/", views.why, name="why"),
    path("satisfaction/export/", views.export, name="export"),
    path("satisfaction/calls/", views.calls, name="calls"),
    path("satisfaction/calls/export/", views.export_calls, name="export-calls"),
]
