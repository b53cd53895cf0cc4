"""The dossier of a hard case: six parts, when each is complete, what is missing and where. Pure (D9)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from records.refusals import Refusal


class DossierPart(models.TextChoices):
    MACHINE = "machine", gettext_lazy("Model and serial number")
    FACTORY_DATE = "factory_date", gettext_lazy("Factory date")
    SELF_CHECK = "self_check", gettext_lazy("Installation self-check")
    DESCRIPTION = "description", gettext_lazy("Description of the fault")
    DIAGNOSIS = "diagnosis", gettext_lazy("Diagnosis so far")
    PHOTOS = "photos", gettext_lazy("Photos")


class FilledIn(models.TextChoices):
    """Where what is missing is filled in."""

    UNIT = "unit", gettext_lazy("the unit's file")
    FACTS = "facts", gettext_lazy("the data of the unit")
    TICKET = "ticket", gettext_lazy("the ticket")
    REFERRAL = "referral", gettext_lazy("the referral")
    FILES = "files", gettext_lazy("the ticket's files")


P = DossierPart
WHERE: Final[Mapping[DossierPart, FilledIn]] = {
    P.MACHINE: FilledIn.TICKET,
    P.FACTORY_DATE: FilledIn.FACTS,
    P.SELF_CHECK: FilledIn.UNIT,
    P.DESCRIPTION: FilledIn.TICKET,
    P.DIAGNOSIS: FilledIn.REFERRAL,
    P.PHOTOS: FilledIn.FILES,
}


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """What is known of a case at a moment; days are written YYYY-MM-DD, and so kept for good."""

    model: str = ""
    serial_number: str = ""
    factory_date: str = ""
    installed_on: str = ""
    checks: int = 0
    passed: int = 0
    description: str = ""
    diagnosis: str = ""
    photos: int = 0

    def kept(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "DossierFacts":
        return cls(**kept)


@dataclass(frozen=True, slots=True)
class Needed:
    """How much the regulation asks for."""

    photos: int
    diagnosis_length: int


@dataclass(frozen=True, slots=True)
class Part:
    """One cell of the check-list: what it holds, or what is missing in a sentence that says where it goes."""

    code: DossierPart
    value: str
    missing: str = ""

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def where(self) -> FilledIn:
        return WHERE[self.code]


class DossierIncomplete(Refusal):
    """Headquarters takes a hard case with its whole dossier only."""

    code = "dossier_incomplete"
    message = gettext_lazy("The dossier has %(done)s of %(all)s parts. Missing: %(missing)s")


def parts(facts: DossierFacts, needed: Needed) -> list[Part]:
    """Return the six parts in their order."""
    machine = " / ".join(one for one in (facts.model, facts.serial_number) if one)
    return [
        Part(P.MACHINE, machine, _missing_machine(facts)),
        Part(
            P.FACTORY_DATE,
            facts.factory_date,
            "" if facts.factory_date else _("Enter the factory date in the unit's file"),
        ),
        Part(P.SELF_CHECK, _check_words(facts), _missing_check(facts)),
        Part(
            P.DESCRIPTION,
            facts.description,
            "" if facts.description else _("Describe the fault: the ticket was opened without it"),
        ),
        Part(P.DIAGNOSIS, facts.diagnosis, _missing_diagnosis(facts, needed)),
        Part(P.PHOTOS, _photo_words(facts.photos), _missing_photos(facts, needed)),
    ]


def missing(found: Sequence[Part]) -> list[Part]:
    return [part for part in found if not part.is_complete]


def _missing_machine(facts: DossierFacts) -> str:
    if facts.model and facts.serial_number:
        return ""
    if facts.model:
        return _("The ticket names no serial number: open it for a registered unit")
    return _("The ticket names no model: open it for a registered unit")


def _check_words(facts: DossierFacts) -> str:
    if not facts.installed_on:
        return ""
    values = {"day": facts.installed_on, "passed": facts.passed, "all": facts.checks}
    return _("%(day)s, %(passed)s of %(all)s passed") % values


def _missing_check(facts: DossierFacts) -> str:
    if not facts.installed_on:
        return _("Record the installation with its self-check in the unit's file")
    if not facts.checks:
        return _("The installation was recorded without a self-check: add it in the unit's file")
    return ""


def _missing_diagnosis(facts: DossierFacts, needed: Needed) -> str:
    length = len(facts.diagnosis)
    if length >= needed.diagnosis_length:
        return ""
    if not length:
        return _("Write the steps of the diagnosis and the readings")
    values = {"least": needed.diagnosis_length, "length": length}
    return _("Write more of the diagnosis: %(least)s characters at least, %(length)s so far") % values


def _photo_words(count: int) -> str:
    return ngettext("%(n)s photo", "%(n)s photos", count) % {"n": count} if count else ""


def _missing_photos(facts: DossierFacts, needed: Needed) -> str:
    if facts.photos >= needed.photos:
        return ""
    values = {"least": needed.photos, "count": facts.photos}
    return _("Add photos to the ticket's files: %(least)s at least, %(count)s so far") % values
