"""Addresses of the pages of the regulation."""

from django.urls import path

from regulation import views

app_name = "regulation"
urlpatterns = [
    path("", views.current, name="current"),
    path("versions/", views.versions, name="versions"),
    path("draft/", views.draft, name="draft"),
    path("<int:number>/", views.detail, name="detail"),
    path("<int:number>/changes/", views.changes, name="changes"),
    path("<int:number>/edit/", views.edit, name="edit"),
    path("<int:number>/review/", views.review, name="review"),
    path("<int:number>/return/", views.return_, name="return"),
    path("<int:number>/approve/", views.approve, name="approve"),
    path("<int:number>/clauses/<str:code>/", views.clause, name="clause"),
]
