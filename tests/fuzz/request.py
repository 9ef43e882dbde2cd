"""One HTTP request as it goes over the wire, right or wrong."""

import asyncio
import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx

JSON = "application/json"
EVENTS = "text/event-stream"
_EVENT_SECONDS = 0.05  # for a live subscription to say something


@dataclass(frozen=True)
class Reply:
    """What came back; of an event stream, what came in a moment."""

    status: int
    media: str
    text: str
    method: str


@dataclass(frozen=True)
class Request:
    """Anything that can be sent by HTTP."""

    body: bytes = b""
    method: str = "POST"
    path: str = "/graphql"
    headers: Mapping[str, str] = field(default_factory=lambda: {"content-type": JSON})

    async def send(self, client: httpx.AsyncClient, token: str | None) -> Reply:
        """Send it as a caller."""
        headers = [(name.encode(), text.encode()) for name, text in self._headers(token).items()]
        async with client.stream(
            self.method, self.path, content=self.body, headers=headers
        ) as response:
            media = response.headers.get("content-type", "")
            live = media.startswith(EVENTS)
            read = _read_events(response) if live else response.aread()
            return Reply(response.status_code, media, (await read).decode(), self.method)

    def replay(self, url: str, token: str | None) -> str:
        """A shell command that sends the same."""
        headers = (f"-H {shlex.quote(f'{k}: {v}')}" for k, v in self._headers(token).items())
        body = "".join(f"\\x{byte:02x}" for byte in self.body)
        plain = self.body.decode(errors="replace")
        quoted = shlex.quote(plain) if plain.encode() == self.body and plain.isprintable() else None
        pipe = f"printf %s {quoted}" if quoted else f"printf '{body}'"
        target = shlex.quote(url + self.path)
        return f"{pipe} | curl -i -X {self.method} {' '.join(headers)} --data-binary @- {target}"

    def _headers(self, token: str | None) -> dict[str, str]:
        given = {} if token is None else {"authorization": f"Bearer {token}"}
        return given | dict(self.headers)


def encoded(payload: Any) -> bytes:  # noqa: ANN401 - any JSON
    """JSON with numbers of any size, which quicker libraries refuse to write."""
    return json.dumps(payload, separators=(",", ":"), ensure_ascii=False).encode()


def post(payload: Any, accept: str = JSON) -> Request:  # noqa: ANN401 - any JSON
    """A payload as clients post it."""
    return Request(encoded(payload), headers={"content-type": JSON, "accept": accept})


def get(payload: Mapping[str, Any], accept: str = JSON) -> Request:
    """A payload in the address."""
    parameters = {
        name: value if isinstance(value, str) else encoded(value).decode()
        for name, value in payload.items()
    }
    return Request(
        method="GET", path=f"/graphql?{urlencode(parameters)}", headers={"accept": accept}
    )


async def _read_events(response: httpx.Response) -> bytes:
    read = bytearray()
    chunks = response.aiter_raw()
    try:
        async with asyncio.timeout(_EVENT_SECONDS):
            async for chunk in chunks:
                read += chunk
    except TimeoutError:
        pass
    return bytes(read)
