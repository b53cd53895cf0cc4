"""Every address of the API, under /api/v1/."""

from django.urls import include, path
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

from dealers import account_api as accounts
from dealers import api as dealers
from dealers import message_api as messages
from dealers import telling_api as telling
from equipment import api as equipment
from parts import api as parts
from regulation import api as regulation
from reports import api as reports
from tickets import api as tickets
from tickets.api.stops import one_click_stop
from visits import api as visits

router = SimpleRouter()
for app in (regulation, dealers, accounts, messages, telling, equipment, tickets, parts, visits, reports):
    for prefix, viewset, name in app.routes:
        router.register(prefix, viewset, basename=name)

urlpatterns = [
    path("auth/token/", dealers.TokenView.as_view(), name="token"),
    path("me/telling/", telling.TellingView.as_view(), name="telling"),
    path("stops/<str:token>/", one_click_stop, name="stop"),
    path("schema/", SpectacularJSONAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    path("", include(router.urls)),
]
