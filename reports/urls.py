"""Addresses of the pages of reports."""

from django.urls import path

from reports.views import failures, operations, proposals, satisfaction

app_name = "reports"
urlpatterns = [
    path("satisfaction/", satisfaction.satisfaction, name="satisfaction"),
    path("satisfaction/print/", satisfaction.print_page, name="print"),
    path("satisfaction/why/", satisfaction.why, name="why"),
    path("satisfaction/export/", satisfaction.export, name="export"),
    path("satisfaction/calls/", satisfaction.calls, name="calls"),
    path("satisfaction/calls/export/", satisfaction.export_calls, name="export-calls"),
    path("operations/", operations.operations, name="operations"),
    path("operations/why/", operations.why, name="operations-why"),
    path("operations/fixed/<str:stand>/why/", operations.fix_why, name="operations-fix-why"),
    path("operations/export/", operations.export, name="operations-export"),
    path("failures/", failures.failures, name="failures"),
    path("failures/export/", failures.export, name="failures-export"),
    path("failures/propose/", proposals.propose, name="propose"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<str:number>/", proposals.proposal, name="proposal"),
    path("proposals/<str:number>/answer/", proposals.answer, name="proposal-answer"),
]
