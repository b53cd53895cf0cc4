"""Addresses of the daily reports of regions (D16)."""

from django.urls import path

from reports.views import daily

app_name = "daily"
urlpatterns = [
    path("", daily.days, name="list"),
    path("export/", daily.export, name="export"),
    path("<str:code>/", daily.detail, name="detail"),
    path("<str:code>/why/", daily.why, name="why"),
    path("<str:code>/confirm/", daily.confirm, name="confirm"),
    path("<str:code>/export/", daily.export_day, name="export-day"),
]
