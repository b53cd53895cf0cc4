"""Addresses of the pages of referrals to headquarters."""

from django.urls import path

from tickets.views import referral_list, referral_price, referrals

app_name = "referrals"
urlpatterns = [
    path("", referral_list.referrals, name="list"),
    path("export/", referral_list.export, name="export"),
    path("<str:number>/", referrals.detail, name="detail"),
    path("<str:number>/why/", referrals.why, name="why"),
    path("<str:number>/dossier-why/", referral_price.dossier_why, name="dossier-why"),
    path("<str:number>/charge-why/", referral_price.charge_why, name="charge-why"),
    path("<str:number>/cost/", referral_price.cost, name="cost"),
    path("<str:number>/advise/", referrals.advise, name="advise"),
]
