"""Texts of messages as head office words them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class MessageText(models.Model):
    """Head office's wording of one kind of message in one language; without it the product's holds (D20)."""

    template = models.CharField(_("message"), max_length=60)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=120)
    text = models.TextField(_("text"), max_length=500)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("text of a message")
        verbose_name_plural = _("texts of messages")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["template", "language"],
                name="message_text_once_a_language",
                violation_error_message=_(
                    "This message has a text in this language already. Change that one."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} ({self.language})"
