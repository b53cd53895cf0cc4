"""Addresses of the pages of the network."""

from django.urls import path

from dealers import views

app_name = "dealers"
urlpatterns = [
    path("", views.dealers, name="list"),
    path("alerts/", views.alerts, name="alerts"),
    path("staff/<str:code>/confirm/", views.confirm, name="confirm"),
    path("staff/<str:code>/return/", views.return_, name="return"),
    path("staff/<str:code>/file-again/", views.file_again, name="file-again"),
    path("<str:code>/", views.dealer, name="detail"),
]
