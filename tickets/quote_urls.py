"""Addresses of the pages of quotes."""

from django.urls import path

from tickets.views import quote_list, quotes

app_name = "quotes"
urlpatterns = [
    path("", quote_list.quotes, name="list"),
    path("export/", quote_list.export, name="export"),
    path("<str:number>/", quotes.detail, name="detail"),
    path("<str:number>/why/", quotes.why, name="why"),
    path("<str:number>/send/", quotes.send, name="send"),
    path("<str:number>/agree/", quotes.agree, name="agree"),
    path("<str:number>/decline/", quotes.decline, name="decline"),
    path("<str:number>/withdraw/", quotes.withdraw, name="withdraw"),
]
