"""Where an OpenID Connect issuer publishes its keys."""

import asyncio
import json
import ssl
from typing import Any

import httpx

from app.auth.public_key import PublicKey, parse_keys
from app.errors import ServiceUnavailable
from app.secure_url import secure_url

MAX_BYTES = 256 << 10
_READ_SECONDS = 5.0
WHOLE_SECONDS = 10.0
_DISCOVERY = "/.well-known/openid-configuration"


class KeySource:
    """Reads an issuer's key set, from its address or from the one that its discovery names.

    ``patience`` is the time in seconds that the whole may take.
    """

    def __init__(
        self, issuer: str, jwks_url: str | None = None, patience: float = WHOLE_SECONDS
    ) -> None:
        self._issuer = issuer
        self._jwks_url = jwks_url
        self._patience = patience
        self._trust = ssl.create_default_context()  # the certificates of the system

    async def read(self) -> dict[str, PublicKey]:
        """The usable keys, by id; at least one.

        Raises:
            ServiceUnavailable: the issuer does not answer in time, or not as it must.
        """
        try:
            async with asyncio.timeout(self._patience), self._client() as client:
                url = self._jwks_url or await self._discover(client)
                keys = parse_keys(await _json(client, url))
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, RecursionError) as error:
            raise self._unusable(str(error) or type(error).__name__) from error
        if not keys:
            raise self._unusable("its key set has no key that can be used")
        return keys

    def _client(self) -> httpx.AsyncClient:
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        return httpx.AsyncClient(verify=self._trust, timeout=_READ_SECONDS, headers=headers)

    async def _discover(self, client: httpx.AsyncClient) -> str:
        document = await _json(client, self._issuer.rstrip("/") + _DISCOVERY)
        if not isinstance(document, dict) or document.get("issuer") != self._issuer:
            raise ValueError("its discovery document is another issuer's")
        return secure_url(str(document.get("jwks_uri", "")))

    def _unusable(self, reason: str) -> ServiceUnavailable:
        return ServiceUnavailable(
            f"The keys of {self._issuer} cannot be read: {reason}.",
            "Check ONE_OIDC_ISSUER and ONE_OIDC_JWKS_URL, and that the issuer can be reached.",
        )


async def _json(client: httpx.AsyncClient, url: str) -> Any:  # noqa: ANN401 - JSON is anything
    async with client.stream("GET", url) as response:
        if response.status_code != httpx.codes.OK:
            raise ValueError(f"{url} answers {response.status_code}")
        content = b""
        async for chunk in response.aiter_raw():
            content += chunk
            if len(content) > MAX_BYTES:
                raise ValueError(f"{url} answers more than {MAX_BYTES} bytes")
    return json.loads(content)
