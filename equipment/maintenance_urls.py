"""Addresses of the list of maintenance."""

from django.urls import path

from equipment.views import maintenance_list

app_name = "maintenance"
urlpatterns = [
    path("", maintenance_list.maintenance, name="list"),
    path("export/", maintenance_list.export, name="export"),
]
