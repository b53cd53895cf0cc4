"""Addresses of the pages of the network."""

from django.urls import path

from dealers.views import network, staff

app_name = "dealers"
urlpatterns = [
    path("", network.dealers, name="list"),
    path("alerts/", network.alerts, name="alerts"),
    path("staff/<str:code>/confirm/", network.confirm, name="confirm"),
    path("staff/<str:code>/return/", network.return_, name="return"),
    path("staff/<str:code>/file-again/", network.file_again, name="file-again"),
    path("staff/<str:code>/", staff.person, name="person"),
    path("staff/<str:code>/file/", staff.file, name="file"),
    path("staff/<str:code>/<str:qualification>/confirm/", staff.confirm, name="confirm-qualification"),
    path("staff/<str:code>/<str:qualification>/return/", staff.return_, name="return-qualification"),
    path("staff/<str:code>/<str:qualification>/scan/", staff.attach, name="attach-scan"),
    path("staff/<str:code>/scans/<str:file>/", staff.scan, name="scan"),
    path("<str:code>/", network.dealer, name="detail"),
]
