"""Tags and filters of the interface; they know no model."""

from django import template

register = template.Library()
