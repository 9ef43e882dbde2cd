"""The gateway's own connection to a host."""

import asyncio
import socket
import ssl
from collections.abc import Sequence

import h11

from sandbox.egress.destination import Destination
from sandbox.egress.peer import READ_BYTES, Peer
from sandbox.egress.refusal import Refused
from sandbox.egress.resolver import Endpoint

_CONNECT_SECONDS = 10


def upstream_context(extra_authorities: str | None) -> ssl.SSLContext:
    """Make the client's side of TLS: the usual authorities, and those of the operator (PEM)."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    if extra_authorities:
        context.load_verify_locations(cadata=extra_authorities)
    return context


class Upstream:
    """Connects to addresses that were judged, and to these only.

    ``asked`` is set by whoever reads a request for it.
    """

    def __init__(
        self, destination: Destination, endpoints: Sequence[Endpoint], context: ssl.SSLContext
    ) -> None:
        self.asked = False
        self._destination = destination
        self._endpoints = endpoints
        self._context = context
        self._socket: socket.socket | None = None
        self._peer: Peer | None = None

    async def connect(self) -> None:
        """Connect, before anything is said.

        Raises:
            Refused: none of the addresses can be reached.
        """
        if self._socket is None:
            self._socket = await self._connected()

    async def peer(self, *, secure: bool) -> Peer:
        """Give a connection that waits for a request; the same one while its host keeps it.

        Raises:
            Refused: it cannot be reached, or its certificate is not trusted.
        """
        if self._peer is not None and _is_free(self._peer):
            return self._peer
        await self.close_peer()
        await self.connect()
        reader, writer = await self._streams(secure=secure)
        self._peer = Peer(h11.CLIENT, reader, writer)
        return self._peer

    async def streams(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Give the bare connection, for bytes that nobody reads on the way."""
        await self.connect()
        return await self._streams(secure=False)

    async def close_peer(self) -> None:
        """Close the connection that was in use."""
        if self._peer is not None:
            await self._peer.close()
            self._peer = None

    def close(self) -> None:
        """Close everything."""
        if self._peer is not None:
            self._peer.writer.transport.abort()
        if self._socket is not None:
            self._socket.close()

    async def _streams(self, *, secure: bool) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        sock, self._socket = self._socket, None
        context = self._context if secure else None
        name = self._destination.host if secure else None
        try:
            async with asyncio.timeout(_CONNECT_SECONDS):
                return await asyncio.open_connection(
                    sock=sock, limit=READ_BYTES, ssl=context, server_hostname=name
                )
        except ssl.SSLCertVerificationError as error:
            raise Refused(
                f"the certificate of {self._destination} is not trusted: {error.verify_message}",
                502,
            ) from None
        except (OSError, TimeoutError) as error:
            raise Refused(f"TLS with {self._destination} failed: {error}", 502) from None

    async def _connected(self) -> socket.socket:
        problem = "no address"
        for endpoint in self._endpoints:
            try:
                return await _open(endpoint)
            except (OSError, TimeoutError) as error:
                problem = str(error) or "it did not answer"
        raise Refused(f"{self._destination} cannot be reached: {problem}", 502)


async def _open(endpoint: Endpoint) -> socket.socket:
    family = socket.AF_INET6 if ":" in endpoint.address else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        async with asyncio.timeout(_CONNECT_SECONDS):
            await asyncio.get_running_loop().sock_connect(sock, (endpoint.address, endpoint.port))
    except BaseException:
        sock.close()
        raise
    return sock


def _is_free(peer: Peer) -> bool:
    """Whether its host kept the connection, and the last exchange on it is over."""
    if peer.http.states == {h11.CLIENT: h11.DONE, h11.SERVER: h11.DONE}:
        peer.http.start_next_cycle()
    return peer.http.our_state is h11.IDLE and not peer.reader.at_eof()
