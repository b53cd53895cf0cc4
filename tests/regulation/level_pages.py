"""The editor of service levels as a browser sees it."""

from django.urls import reverse

from regulation.services import levels_of


def address(version):
    return reverse("regulation:edit-levels", args=[version.number])


def sent(response):
    """Return what a browser would send of the page, and nothing it does not draw."""
    data = {"version": response.context["stamp"]}
    for form in response.context["levels"].forms:
        for name, field in form.fields.items():
            bound, value = form[name], form[name].value()
            if isinstance(value, list) and hasattr(field, "fields"):
                data |= {f"{bound.html_name}_{part}": one or "" for part, one in enumerate(value)}
            elif value:
                data[bound.html_name] = value
    return data


def codes_of(version):
    return [row.code for row in levels_of(version.pk)]


STOOD = ["safety", "grave", "complaint", "standstill", "repair", "standard"]
