"""Addresses that customers open without an account; the part after the first letter is secret."""

from django.urls import path

from tickets.views import customer

app_name = "customer"
urlpatterns = [
    path("u/<str:token>/", customer.unit, name="unit"),
]
