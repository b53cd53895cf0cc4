"""Addresses of the pages of equipment."""

from django.urls import path

from equipment.views import (
    cases,
    contacts,
    facts,
    installation,
    labels,
    maintenance,
    registration,
    units,
    warranty,
)

app_name = "equipment"
urlpatterns = [
    path("", units.units, name="units"),
    path("export/", units.export, name="export"),
    path("labels/", labels.labels, name="labels"),
    path("register/", registration.register, name="register"),
    path("register/check/", registration.check, name="check"),
    path("register/customers/", registration.customers, name="customers"),
    path("claims/<str:number>/drop/", registration.drop_claim, name="drop-claim"),
    path("cases/", cases.cases, name="cases"),
    path("cases/<str:number>/", cases.case, name="case"),
    path("units/<str:serial_number>/", units.detail, name="detail"),
    path("units/<str:serial_number>/install/", installation.install, name="install"),
    path(
        "units/<str:serial_number>/correct-installation/",
        installation.correct_installation,
        name="correct-installation",
    ),
    path("units/<str:serial_number>/revoke-code/", labels.revoke, name="revoke-code"),
    path("units/<str:serial_number>/warranty/<str:cover>/", warranty.why, name="warranty-why"),
    path("units/<str:serial_number>/hours/", warranty.hours, name="hours"),
    path(
        "units/<str:serial_number>/hours/<str:reading>/withdraw/",
        warranty.withdraw,
        name="withdraw-hours",
    ),
    path("units/<str:serial_number>/maintenance/<slug:code>/", maintenance.why, name="maintenance-why"),
    path(
        "units/<str:serial_number>/maintenance/<slug:code>/done/", maintenance.done, name="maintenance-done"
    ),
    path(
        "units/<str:serial_number>/maintenance-done/<str:done>/back/",
        maintenance.take_back,
        name="maintenance-back",
    ),
    path("units/<str:serial_number>/contact/", contacts.contact, name="contact"),
    path("units/<str:serial_number>/facts/", facts.facts, name="facts"),
    path("units/<str:serial_number>/phone/", contacts.reveal, name="reveal"),
]
