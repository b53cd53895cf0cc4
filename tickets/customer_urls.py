"""Addresses that open without an account, customers' and calendars'; what follows the letter is secret."""

from django.urls import path

from tickets.views import check, customer, customer_door, customer_quote, customer_ticket, customer_told, feed
from tickets.views.customer_frame import Door

UNIT = {"door": Door("unit", "repairs", customer.coded_unit)}
PROGRESS = {"door": Door("progress", "progress", customer_ticket.linked_unit)}

app_name = "customer"
urlpatterns = [
    path("u/<str:token>/", customer.unit, name="unit"),
    path("u/<str:token>/report/", customer.report, name="report"),
    path("u/<str:token>/guides/<str:code>/", customer.guide, name="guide"),
    path("u/<str:token>/repairs/", customer.repairs, name="repairs"),
    path("u/<str:token>/repairs/<str:number>/", customer.open_repair, name="open-repair"),
    path("u/<str:token>/code/", customer_door.code, UNIT, name="unit-code"),
    path("u/<str:token>/code/send/", customer_door.send, UNIT, name="unit-send"),
    path("c/<str:token>/jobs.ics", feed.feed, name="calendar"),
    path("t/<str:token>/", customer_ticket.progress, name="progress"),
    path("t/<str:token>/files/<str:code>/", customer_ticket.file, name="file"),
    path("t/<str:token>/confirm/", customer_ticket.confirm, name="confirm"),
    path("t/<str:token>/not-over/", customer_ticket.not_over, name="not-over"),
    path("t/<str:token>/quotes/<str:number>/agree/", customer_quote.agree, name="agree"),
    path("t/<str:token>/quotes/<str:number>/decline/", customer_quote.decline, name="decline"),
    path("check/<str:token>/", check.check, name="check"),
    path("s/<str:token>/", customer_told.stop, name="stop"),
    path("n/<str:token>/", customer_told.number, name="number"),
    path("t/<str:token>/told/", customer_told.told, name="told"),
    path("t/<str:token>/wish/", customer_told.wish, name="wish"),
    path("t/<str:token>/rate/", customer_ticket.rate, name="rate"),
    path("t/<str:token>/code/", customer_door.code, PROGRESS, name="progress-code"),
    path("t/<str:token>/code/send/", customer_door.send, PROGRESS, name="progress-send"),
]
