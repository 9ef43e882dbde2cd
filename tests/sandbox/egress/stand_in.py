"""A remote host on loopback: real TCP and TLS, raw answers, and all that it was sent."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from sandbox.egress.authority import Authority
from sandbox.egress.resolver import Endpoint

OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"


@dataclass
class StandIn:
    """One host. ``answer`` is given a request, head and body, and gives what is sent back."""

    port: int = 0
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0
    answer: Callable[[bytes], bytes] = lambda _request: OK

    @property
    def endpoint(self) -> Endpoint:
        return Endpoint("127.0.0.1", self.port)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                request = head + await reader.readexactly(_length(head))
                self.requests.append(request)
                writer.write(self.answer(request))
                await writer.drain()
        writer.close()


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0


@asynccontextmanager
async def stand_in(host: str, authority: Authority | None) -> AsyncIterator[StandIn]:
    """A host with a certificate of this authority; without one, by plain HTTP."""
    served = StandIn()
    context = authority.context_for(host) if authority else None
    server = await asyncio.start_server(served.serve, "127.0.0.1", 0, ssl=context)
    served.port = server.sockets[0].getsockname()[1]
    try:
        yield served
    finally:
        server.close()
        await server.wait_closed()
