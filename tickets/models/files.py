"""Files of a ticket: photos, voice messages and papers that came with it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dealers.models import Dealer
from records.models import StoredFile
from tickets.choices import FileSource
from tickets.models.ticket import Ticket
from tickets.querysets import TicketFileQuerySet


class TicketFile(models.Model):
    """A file that belongs to a ticket, and who may see it (D1, D7).

    `dealer` is whose person added it; empty for customers and headquarters. A dealer sees its own and those
    of nobody, as it does of the steps (L2).
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("added"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    dealer = models.ForeignKey(Dealer, null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(_("came by"), max_length=10, choices=FileSource)
    mail = models.ForeignKey(  # out of which it came
        "tickets.IncomingMail", null=True, on_delete=models.PROTECT, related_name="files"
    )
    is_shown_to_customer = models.BooleanField(_("shown to the customer"), default=False)

    objects = TicketFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a ticket")
        verbose_name_plural = _("files of tickets")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "file"], name="ticket_file_once_a_ticket"),
            models.CheckConstraint(
                condition=Q(source=FileSource.STAFF, by__isnull=False)
                | Q(source__in=[FileSource.CUSTOMER, FileSource.EMAIL], by__isnull=True),
                name="ticket_file_by_staff_iff_of_staff",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.file_id}"

    def get_absolute_url(self) -> str:
        return reverse("tickets:file", args=[self.ticket.number, self.file.code])
