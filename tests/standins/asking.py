"""A client that asks a stand-in without a network."""

from contextlib import AbstractAsyncContextManager

import httpx

from tests.standins.stand_in import StandIn


def asking(stand_in: StandIn, **headers: str) -> AbstractAsyncContextManager[httpx.AsyncClient]:
    """A client with these headers."""
    transport = httpx.ASGITransport(app=stand_in.app)
    url = f"https://{stand_in.hosts[0]}"
    return httpx.AsyncClient(transport=transport, base_url=url, headers=headers)
