"""Addresses of parts and stock; the word after parts/ is else a part's code."""

from django.urls import path

from parts.views import ledger, moving, places, stock

app_name = "parts"
urlpatterns = [
    path("", stock.stock, name="list"),
    path("export/", stock.export, name="export"),
    path("van/", places.van, name="van"),
    path("movements/", ledger.movements, name="movements"),
    path("movements/export/", ledger.export, name="export-movements"),
    path("movements/<int:pk>/", ledger.act, name="act"),
    path("movements/<int:pk>/reverse/", ledger.reverse_, name="reverse"),
    path("places/<str:code>/", places.place, name="place"),
    path("move/<slug:verb>/", moving.move, name="move"),
    path("<str:code>/", stock.detail, name="detail"),
]
