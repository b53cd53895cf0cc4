"""Addresses of the pages of day plans."""

from django.urls import path

from tickets.views import day_list, days

app_name = "days"
urlpatterns = [
    path("", day_list.days, name="list"),
    path("export/", day_list.export, name="export"),
    path("<str:code>/", days.detail, name="detail"),
    path("<str:code>/why/", days.why, name="why"),
    path("<str:code>/close/", days.close, name="close"),
    path("<str:code>/explain/", days.explain, name="explain"),
]
