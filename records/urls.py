"""Addresses of imports, saved views, the theme and the gallery of components."""

from django.urls import path

from records.views import gallery, imports, saved_views

app_name = "records"
urlpatterns = [
    path("theme/", gallery.set_theme, name="theme"),
    path("ui/", gallery.gallery, name="gallery"),
    path("imports/", imports.imports, name="imports"),
    path("imports/new/", imports.import_new, name="import-new"),
    path("imports/<str:code>/", imports.import_run, name="import-run"),
    path("imports/<str:code>/columns/", imports.import_map, name="import-map"),
    path("imports/<str:code>/sample/", imports.import_sample, name="import-sample"),
    path("imports/<str:code>/encoding/", imports.import_encoding, name="import-encoding"),
    path("imports/<str:code>/start/", imports.import_start, name="import-start"),
    path("imports/<str:code>/cancel/", imports.import_cancel, name="import-cancel"),
    path("imports/<str:code>/continue/", imports.import_continue, name="import-continue"),
    path("imports/<str:code>/discard/", imports.import_discard, name="import-discard"),
    path("imports/<str:code>/refused/", imports.import_refused, name="import-refused"),
    path("views/save/", saved_views.save_view, name="save-view"),
    path("views/delete/", saved_views.delete_view, name="delete-view"),
]
