"""Addresses of the pages of quotes."""

from django.urls import path

from tickets.views import quotes

app_name = "quotes"
urlpatterns = [
    path("<str:number>/", quotes.detail, name="detail"),
    path("<str:number>/why/", quotes.why, name="why"),
    path("<str:number>/send/", quotes.send, name="send"),
    path("<str:number>/agree/", quotes.agree, name="agree"),
    path("<str:number>/decline/", quotes.decline, name="decline"),
    path("<str:number>/withdraw/", quotes.withdraw, name="withdraw"),
]
