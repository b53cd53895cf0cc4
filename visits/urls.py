"""Addresses of the pages of calls."""

from django.urls import path

from visits.views import calling, calls, desk, fragments

app_name = "visits"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("all/", calls.list_calls, name="list"),
    path("export/", calls.export, name="export"),
    path("for-ticket/<str:ticket_number>/", fragments.for_ticket, name="for-ticket"),
    path("life-lane/<str:serial_number>/", fragments.life_lane, name="life-lane"),
    path("<str:number>/", calls.detail, name="detail"),
    path("<str:number>/desk/", desk.desk_call, name="desk-call"),
    path("<str:number>/why/", calls.why, name="why"),
    path("<str:number>/take/", calling.take, name="take"),
    path("<str:number>/release/", calling.release, name="release"),
    path("<str:number>/lease/", calling.lease, name="lease"),
    path("<str:number>/draft/", calling.draft, name="draft"),
    path("<str:number>/attempt/", calling.attempt, name="attempt"),
    path("<str:number>/complete/", calling.complete, name="complete"),
    path("<str:number>/reveal-phone/", calling.reveal_phone, name="reveal-phone"),
]
