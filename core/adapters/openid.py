"""The sign-in provider over OpenID Connect: authorization code with PKCE (S256), state and nonce.

Whatever the provider answers, the caller gets the claims of a checked ID token or an error of the office. The log has the
details, but no values: they are tokens and names.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import structlog
from authlib.oauth2.base import OAuth2Error
from authlib.oauth2.client import OAuth2Client
from authlib.oauth2.rfc6749.parameters import prepare_token_request
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import OpenIDProviderMetadata, get_well_known_url
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from core.adapters import certificates
from core.errors.base import Reason
from core.errors.sign_in import ProviderAway, SignInUnfinished
from core.ports import Clock, SignInRequest

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""Asymmetric signatures only: neither ``none`` nor HMAC with the client secret."""
AUTHENTICATIONS = ("client_secret_basic", "client_secret_post")
SCOPE = "openid profile email"
METADATA_SECONDS = 3600.0  # how long the provider's metadata is cached
TIMEOUT = 10.0  # seconds
MAX_ANSWER_BYTES = 512 * 1024
LEEWAY = 60  # seconds that the clocks may differ
_UNTRUSTED = Reason("the provider's answer could not be trusted")
_log = structlog.get_logger(__name__)


class OpenIdProvider:
    """Implements :class:`core.ports.SignInProvider`. Connects at the first sign-in."""

    def __init__(self, issuer: str, client: str, clock: Clock) -> None:
        self._issuer = issuer
        self._id, _, self._secret = client.partition(":")
        self._clock = clock
        self._lock = threading.Lock()
        self._metadata: Mapping[str, Any] = {}
        self._keys: KeySet | None = None
        self._until = 0.0

    def begin(self, redirect: str) -> SignInRequest:
        """Where the browser is sent, and what must be remembered until it comes back. Raises :class:`ProviderAway`."""
        metadata = self._provider_metadata()
        client, verifier, nonce = self._client(metadata, redirect), secrets.token_urlsafe(48), secrets.token_urlsafe(24)
        address, state = client.create_authorization_url(
            metadata["authorization_endpoint"], state=secrets.token_urlsafe(24), code_verifier=verifier, nonce=nonce
        )
        return SignInRequest(address=address, state=state, nonce=nonce, verifier=verifier)

    def finish(self, redirect: str, code: str, issuer: str | None, pending: SignInRequest) -> Mapping[str, Any]:
        """The claims behind a code. Raises :class:`ProviderAway`, :class:`SignInUnfinished`."""
        metadata = self._provider_metadata()
        if issuer is not None and issuer != metadata["issuer"]:  # RFC 9207: the answer of another provider
            raise SignInUnfinished(reason=_UNTRUSTED)
        token = self._exchanged(metadata, redirect, code, pending)
        return self._checked(metadata, str(token.get("id_token", "")), token.get("access_token"), pending.nonce)

    def _client(self, metadata: Mapping[str, Any], redirect: str) -> Any:
        offered = metadata.get("token_endpoint_auth_methods_supported") or AUTHENTICATIONS[:1]
        return OAuth2Client(
            None,
            client_id=self._id,
            client_secret=self._secret,
            redirect_uri=redirect,
            scope=SCOPE,
            code_challenge_method="S256",
            token_endpoint_auth_method=next((one for one in AUTHENTICATIONS if one in offered), AUTHENTICATIONS[0]),
        )

    def _exchanged(
        self, metadata: Mapping[str, Any], redirect: str, code: str, pending: SignInRequest
    ) -> Mapping[str, Any]:
        client, endpoint = self._client(metadata, redirect), metadata["token_endpoint"]
        body = prepare_token_request(
            "authorization_code", redirect_uri=redirect, code=code, code_verifier=pending.verifier
        )
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        authentication = client.client_auth(client.token_endpoint_auth_method)
        uri, headers, body = authentication.prepare("POST", endpoint, headers, body)
        status, answer = self._send(lambda: httpx.Request("POST", uri, headers=headers, content=body))
        if status != 200 or "id_token" not in answer:
            _log.warning("sign_in_refused_by_provider", status=status, error=str(answer.get("error"))[:40])
            raise SignInUnfinished(reason=Reason("the provider did not accept it; it may have taken too long"))
        return answer

    def _checked(self, metadata: Mapping[str, Any], token: str, access_token: Any, nonce: str) -> Mapping[str, Any]:
        offered = metadata.get("id_token_signing_alg_values_supported") or ALGORITHMS[:1]
        try:
            decoded = self._decoded(token, [one for one in ALGORITHMS if one in offered])
            options = {
                "iss": {"essential": True, "value": metadata["issuer"]},
                "aud": {"essential": True, "value": self._id},
            }
            params = {"nonce": nonce, "client_id": self._id, "access_token": access_token}
            claims = CodeIDToken(decoded.claims, decoded.header, options, params)
            claims.validate(now=int(self._clock().timestamp()), leeway=LEEWAY)
        except (JoseError, OAuth2Error, ValueError, TypeError, KeyError, AttributeError) as error:
            _log.warning("sign_in_token_refused", error=type(error).__name__)
            raise SignInUnfinished(reason=_UNTRUSTED) from None
        return dict(claims)

    def _decoded(self, token: str, algorithms: list[str]) -> Any:
        """The token, verified with the provider's keys. If none fits they are fetched again once: providers change them."""
        try:
            return jwt.decode(token, self._key_set(fresh=False), algorithms=algorithms)
        except (JoseError, ValueError):
            return jwt.decode(token, self._key_set(fresh=True), algorithms=algorithms)

    def _key_set(self, fresh: bool) -> KeySet:
        with self._lock:
            if self._keys is None or fresh:
                address = self._metadata["jwks_uri"]
                status, answer = self._send(lambda: httpx.Request("GET", address))
                if status != 200:
                    raise ProviderAway()
                self._keys = KeySet.import_key_set(answer)  # type: ignore[arg-type]
            return self._keys

    def _provider_metadata(self) -> Mapping[str, Any]:
        """The provider's metadata document, fetched at most once an hour."""
        with self._lock:
            if time.monotonic() < self._until:
                return self._metadata
            address = get_well_known_url(self._issuer, external=True)
            status, answer = self._send(lambda: httpx.Request("GET", address))
            if status != 200:
                _log.warning("sign_in_provider_unknown", status=status)
                raise ProviderAway()
            try:
                OpenIDProviderMetadata(answer).validate_response_types_supported()
                if str(answer["issuer"]).rstrip("/") != self._issuer.rstrip("/"):
                    raise ValueError("the metadata is that of another issuer")
                for needed in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                    httpx.URL(str(answer[needed]))
            except (ValueError, KeyError, httpx.InvalidURL) as error:
                _log.warning("sign_in_provider_unusable", error=type(error).__name__)
                raise ProviderAway() from error
            self._metadata, self._until = answer, time.monotonic() + METADATA_SECONDS
            return answer

    def _send(self, request: Callable[[], httpx.Request]) -> tuple[int, dict[str, Any]]:
        """Status and JSON of an answer. Raises :class:`ProviderAway`."""
        try:
            with httpx.Client(
                timeout=TIMEOUT, follow_redirects=False, verify=certificates.trusted_authorities()
            ) as http:
                answer = http.send(request(), stream=True)
                try:
                    data = _bounded(answer)
                finally:
                    answer.close()
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            _log.warning("sign_in_provider_away", error=type(error).__name__)
            raise ProviderAway() from None
        if answer.status_code >= 500:
            raise ProviderAway()
        return answer.status_code, _object(data)


def _bounded(answer: httpx.Response) -> bytes:
    """The answer's bytes. Raises :class:`ProviderAway` if it is too large or takes too long."""
    data, until = bytearray(), time.monotonic() + TIMEOUT
    for part in answer.iter_bytes():
        data += part
        if len(data) > MAX_ANSWER_BYTES or time.monotonic() > until:
            raise ProviderAway()
    return bytes(data)


def _object(data: bytes) -> dict[str, Any]:
    """The JSON object of an answer; an empty one if it is anything else."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
