"""From a destination to the addresses that may be connected to."""

import asyncio
import socket
from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.egress.address_policy import is_public
from sandbox.egress.destination import Destination, literal_address
from sandbox.egress.refusal import Refused

_RESOLVE_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address that was judged, and is connected to as it is: no name is looked up again."""

    address: str
    port: int


class Resolver:
    """Looks a name up once. ``mapped`` are the operator's own answers, which are not judged."""

    def __init__(self, mapped: Mapping[str, Endpoint]) -> None:
        self._mapped = mapped

    async def resolve(self, destination: Destination) -> list[Endpoint]:
        """Give the endpoints to try, in order.

        Raises:
            Refused: there is none, or any answer is not of the public internet.
        """
        mapped = self._mapped.get(destination.host)
        if mapped is not None:
            return [mapped]
        addresses = await self._addresses(destination.host)
        for address in addresses:
            if not is_public(address):
                raise Refused(f"{destination.host} is at {address}, a private or special address")
        return [Endpoint(address, destination.port) for address in addresses]

    async def _addresses(self, host: str) -> list[str]:
        if literal_address(host) is not None:
            return [host]
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(_RESOLVE_SECONDS):
                found = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except (OSError, TimeoutError, UnicodeError):
            raise Refused(f"{host} has no address", 502) from None
        return list(dict.fromkeys(str(entry[4][0]) for entry in found))
