"""Every address of the product."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from aftersales import views

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("badges/", views.badges, name="badges"),
    path("account/", views.account, name="account"),
    path("account/password/", views.PasswordChange.as_view(), name="password-change"),
    path("account/end-tokens/", views.end_programs, name="end-tokens"),
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", views.SignOut.as_view(), name="sign-out"),
    path("health/", views.health, name="health"),
    path("equipment/units/<str:serial_number>/story/", views.unit_story, name="unit-story"),
    path("equipment/", include("equipment.urls")),
    path("maintenance/", include("equipment.maintenance_urls")),
    path("tickets/", include("tickets.urls")),
    path("records/", include("tickets.record_urls")),
    path("day-plans/", include("tickets.day_urls")),
    path("quotes/", include("tickets.quote_urls")),
    path("referrals/", include("tickets.referral_urls")),
    path("calls/", include("visits.urls")),
    path("reports/daily/", include("reports.daily_urls")),
    path("reports/", include("reports.urls")),
    path("regulation/", include("regulation.urls")),
    path("network/", include("dealers.urls")),
    path("parts/", include("parts.urls")),
    path("dealer-accounts/", include("dealers.account_urls")),
    path("messages/", include("dealers.message_urls")),
    path("notices/", include("dealers.notice_urls")),
    path("", include("tickets.customer_urls")),
    path("", include("records.urls")),
    path("api/v1/", include("aftersales.api_urls")),
    path("admin/", admin.site.urls),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
]
