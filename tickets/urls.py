"""Addresses of the pages of tickets."""

from django.urls import path

from tickets.views import bulk, customer_links, files, fragments, intake, jobs, levels, queue, ticket, verbs

app_name = "tickets"
urlpatterns = [
    path("", queue.tickets, name="list"),
    path("export/", queue.export, name="export"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("filters/", queue.filters, name="filters"),
    path("live/", queue.live, name="live"),
    path("new/", intake.new, name="new"),
    path("unit-card/", intake.unit_card, name="unit-card"),
    path("search/", intake.search, name="search"),
    path("divisions/", intake.divisions, name="divisions"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("levels/", levels.levels, name="levels"),
    path("life-lane/<str:serial_number>/", fragments.life_lane, name="life-lane"),
    path("<str:number>/", ticket.detail, name="detail"),
    path("<str:number>/repeat/", ticket.repeat, name="repeat"),
    path("<str:number>/clocks/<str:kind>/", ticket.why, name="why"),
    path("<str:number>/reveal-phone/", ticket.reveal_phone, name="reveal-phone"),
    path("<str:number>/files/", files.files, name="files"),
    path("<str:number>/files/<str:code>/", files.file, name="file"),
    path("<str:number>/customer-link/", customer_links.customer_link, name="customer-link"),
    path("<str:number>/job/", jobs.job, name="job"),
    path("<str:number>/offer/", verbs.step, {"verb": "offer"}, name="offer"),
    path("<str:number>/accept/", verbs.step, {"verb": "accept"}, name="accept"),
    path("<str:number>/refuse/", verbs.step, {"verb": "refuse"}, name="refuse"),
    path("<str:number>/assign/", verbs.step, {"verb": "assign"}, name="assign"),
    path("<str:number>/wait/", verbs.step, {"verb": "wait"}, name="wait"),
    path("<str:number>/resume/", verbs.step, {"verb": "resume"}, name="resume"),
    path("<str:number>/record/", jobs.record, name="record"),
    path("<str:number>/solve/", verbs.step, {"verb": "solve"}, name="solve"),
    path("<str:number>/reopen/", verbs.step, {"verb": "reopen"}, name="reopen"),
    path("<str:number>/close/", verbs.step, {"verb": "close"}, name="close"),
    path("<str:number>/prioritize/", verbs.step, {"verb": "prioritize"}, name="prioritize"),
    path("<str:number>/cancel/", verbs.step, {"verb": "cancel"}, name="cancel"),
]
