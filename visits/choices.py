"""Closed sets of calls: attempts and their outcomes, and why a call was not made."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AttemptOutcome(models.TextChoices):
    """What came of dialling (F7)."""

    NO_ANSWER = "no_answer", _("No answer")
    BUSY = "busy", _("Busy")
    WRONG_NUMBER = "wrong_number", _("Wrong number")
    ASKED_LATER = "asked_later", _("Asked for another time")
    REFUSED = "refused", _("Refused to talk")


NOT_REACHED_OUTCOMES = (AttemptOutcome.NO_ANSWER, AttemptOutcome.BUSY, AttemptOutcome.WRONG_NUMBER)


class VisitReason(models.TextChoices):
    """Why a call ended without being made."""

    RECORDED_LATE = "recorded_late", _("The window had closed before the installation was recorded")
    ATTEMPTS_USED = "attempts_used", _("All attempts were made and nobody was reached")
    CUSTOMER_REFUSED = "customer_refused", _("The customer did not want to talk")
    FELL_AWAY = "fell_away", _("The dates or rules no longer call for it")


class QuestionKind(models.TextChoices):
    CHOICE = "choice", _("One of several answers")
    SCORE = "score", _("A score from 1 to 5")
    TEXT = "text", _("The customer's words")
