"""How the API answers a refusal: a stable code, a sentence, and the fields at fault."""

from typing import Any

from django.core.exceptions import ValidationError as ModelValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from records.constraints import refusal_of
from records.files.hostile import audit_hostile
from records.refusals import Refusal


def answer_refusal(exception: Exception, context: dict[str, Any]) -> Response | None:
    """Turn any refusal into {"code", "detail", "fields"}; leave the unexpected alone."""
    if isinstance(exception, IntegrityError):
        exception = refusal_of(exception) or exception
    if isinstance(exception, Refusal):
        set_rollback()
        audit_hostile(exception, request=context["request"])
        fields = {exception.field: [str(exception)]} if exception.field else {}
        return _answer(exception.code, str(exception), exception.status, fields=fields)
    if isinstance(exception, ModelValidationError):
        exception = exceptions.ValidationError(exception.messages)
    response = exception_handler(exception, context)
    if response is None:
        return None
    return _plain(exception, response)


def _plain(exception: Exception, response: Response) -> Response:
    if isinstance(exception, exceptions.ValidationError):
        fields = response.data if isinstance(response.data, dict) else {"non_field_errors": response.data}
        response.data = {
            "code": "not_valid",
            "detail": _("Some fields need your attention."),
            "fields": fields,
        }
    elif isinstance(response.data, dict) and "detail" in response.data:
        code = getattr(response.data["detail"], "code", "refused")
        response.data = {"code": code, "detail": str(response.data["detail"]), "fields": {}}
    return response


def _answer(code: str, detail: str, http_status: int, *, fields: dict[str, list[str]]) -> Response:
    return Response(
        {"code": code, "detail": detail, "fields": fields}, status=http_status or status.HTTP_400_BAD_REQUEST
    )
