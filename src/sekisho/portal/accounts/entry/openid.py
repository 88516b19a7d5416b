"""OpenID Connect as allauth speaks it, but that no token is taken unsigned."""

from __future__ import annotations

from typing import Any

import jwt
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse

from sekisho.portal.refusals import UnknownError

_SIGNED_BY = frozenset({"RS256", "PS256", "ES256", "EdDSA"})


class SignedTokens(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth is not typed
    """Verifies the signature of every token, also where it came over a line of our own."""

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        try:
            algorithm = jwt.get_unverified_header(id_token).get("alg")
        except jwt.PyJWTError as error:
            raise OAuth2Error("not a token") from error
        if algorithm not in _SIGNED_BY:
            raise OAuth2Error(f"signed by {algorithm}")
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return claims


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Takes in whom a broker has sent back."""
    try:
        view = OAuth2CallbackView.adapter_view(SignedTokens(request, provider_id))
        answer: HttpResponse = view(request)
    except SocialApp.DoesNotExist as error:
        raise UnknownError from error
    return answer
