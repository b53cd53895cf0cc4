"""Sentences of Django's own that we word ourselves: listed here so that our catalogue holds them.

Django looks a sentence up in the project's catalogue before its own.
"""

from typing import Final

from django.utils.translation import gettext_noop

WORDED_BY_US: Final = (
    gettext_noop("This field is required."),
    gettext_noop("The submitted file is empty."),
    gettext_noop("Enter a valid date."),
    gettext_noop("Enter a whole number."),
    gettext_noop("Ensure this value is greater than or equal to %(limit_value)s."),
    gettext_noop("Ensure this value is less than or equal to %(limit_value)s."),
    gettext_noop("Select a valid choice. That choice is not one of the available choices."),
)
