"""Addresses of the pages of the regulation."""

from django.urls import path

from regulation.views import level_editor, levels, versions

app_name = "regulation"
urlpatterns = [
    path("", versions.current, name="current"),
    path("versions/", versions.versions, name="versions"),
    path("draft/", versions.draft, name="draft"),
    path("level-codes/<str:condition>/", level_editor.codes, name="level-codes"),
    path("<int:number>/", versions.detail, name="detail"),
    path("<int:number>/changes/", versions.changes, name="changes"),
    path("<int:number>/edit/", versions.edit, name="edit"),
    path("<int:number>/levels/", levels.levels, name="levels"),
    path("<int:number>/levels/edit/", level_editor.edit, name="edit-levels"),
    path("<int:number>/review/", versions.review, name="review"),
    path("<int:number>/return/", versions.return_, name="return"),
    path("<int:number>/approve/", versions.approve, name="approve"),
    path("<int:number>/clauses/<str:code>/", versions.clause, name="clause"),
]
