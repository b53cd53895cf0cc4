"""Addresses of the accounts of dealers."""

from django.urls import path

from dealers.views import account_list, accounts

app_name = "accounts"
urlpatterns = [
    path("", account_list.balances, name="list"),
    path("export/", account_list.export_balances, name="export-balances"),
    path("entries/", account_list.entries, name="entries"),
    path("entries/export/", account_list.export, name="export"),
    path("entries/<str:number>/", accounts.detail, name="detail"),
    path("entries/<str:number>/why/", accounts.why, name="why"),
    path("entries/<str:number>/reverse/", accounts.reverse_, name="reverse"),
    path("<str:code>/", accounts.dealer, name="dealer"),
]
