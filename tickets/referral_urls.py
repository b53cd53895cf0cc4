"""Addresses of the pages of referrals to headquarters."""

from django.urls import path

from tickets.views import referral_list, referrals

app_name = "referrals"
urlpatterns = [
    path("", referral_list.referrals, name="list"),
    path("export/", referral_list.export, name="export"),
    path("<str:number>/", referrals.detail, name="detail"),
    path("<str:number>/why/", referrals.why, name="why"),
    path("<str:number>/advise/", referrals.advise, name="advise"),
]
