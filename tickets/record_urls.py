"""Addresses of the pages of service records."""

from django.urls import path

from tickets.views import audit, onsite, signing

app_name = "onsite"
urlpatterns = [
    path("", audit.records, name="list"),
    path("export/", audit.export, name="export"),
    path("<str:number>/", signing.detail, name="detail"),
    path("<str:number>/write/", onsite.write, name="write"),
    path("<str:number>/draft/", onsite.draft, name="draft"),
    path("<str:number>/photos/", onsite.photos, name="photos"),
    path("<str:number>/photos/<str:code>/", onsite.photo, name="photo"),
    path("<str:number>/photos/<str:code>/remove/", onsite.remove_photo, name="remove-photo"),
    path("<str:number>/sheet.pdf", signing.sheet, name="sheet"),
    path("<str:number>/sign/", signing.sign, name="sign"),
    path("<str:number>/unsigned/", signing.leave, name="unsigned"),
    path("<str:number>/amend/", signing.amend, name="amend"),
    path("<str:number>/audit/", audit.audit, name="audit"),
    path("<str:number>/why/", audit.why, name="why"),
]
