"""Signing in of programs by a token whose hash alone is kept."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from dealers.models import User
from dealers.services import TokenTooOld, user_of_token


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Token …`."""

    keyword = "Token"

    def authenticate(self, request: Request) -> tuple[User, Any] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != self.keyword.lower().encode():
            return None
        if len(parts) != 2:  # noqa: PLR2004 (keyword and token)
            raise AuthenticationFailed(_("Send the header “Authorization: Token …” with your token."))
        try:
            user = user_of_token(parts[1].decode("ascii", "ignore"), at=timezone.now())
        except TokenTooOld as refusal:
            raise AuthenticationFailed(str(refusal), code=refusal.code) from refusal
        if user is None:
            raise AuthenticationFailed(_("This token is not valid. Sign in again for a new one."))
        return user, None

    def authenticate_header(self, request: Request) -> str:
        return self.keyword


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # the stubs can't know
    """Says in the API's description how programs sign in."""

    target_class = "dealers.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Token …`, the token given by auth/token/",
        }
