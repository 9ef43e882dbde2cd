"""A gateway and hosts behind it."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from sandbox.egress.authority import Authority
from sandbox.egress.door import Door
from sandbox.egress.gateway import Gateway
from sandbox.egress.record import NetworkRecord
from sandbox.grants.grants import Grants
from sandbox.grants.permission import Permission
from tests.sandbox.egress.stand_in import StandIn, stand_in

OpenDoor = Callable[..., Awaitable[Door]]


@pytest.fixture(scope="session")
def public_authority() -> Authority:
    """What hosts have their certificates from; the gateway trusts it as the operator's own."""
    return Authority()


@pytest.fixture
async def api(public_authority: Authority) -> AsyncIterator[StandIn]:
    """``api.example.com``, by TLS."""
    async with stand_in("api.example.com", public_authority) as host:
        yield host


@pytest.fixture
async def plain() -> AsyncIterator[StandIn]:
    """``plain.example.com``, without TLS."""
    async with stand_in("plain.example.com", None) as host:
        yield host


@pytest.fixture
async def gateway(
    api: StandIn, plain: StandIn, public_authority: Authority
) -> AsyncIterator[Gateway]:
    running = Gateway(
        {
            "api.example.com": api.endpoint,
            "other.example.com": api.endpoint,
            "plain.example.com": plain.endpoint,
        },
        public_authority.pem,
    )
    await running.start()
    yield running
    await running.close()


@pytest.fixture
def records() -> list[NetworkRecord]:
    return []


@pytest.fixture
async def open_door(gateway: Gateway, records: list[NetworkRecord]) -> OpenDoor:
    """Opens a door with the network granted; further grants by name."""

    async def open_one(*allowed: str, **grants: object) -> Door:
        whole = Grants(
            **{  # type: ignore[arg-type]  # whatever the test names
                "account": "instance",
                "permissions": frozenset({Permission.NETWORK_EXTERNAL}),
                "allowed_hosts": allowed or ("api.example.com", "plain.example.com"),
                **grants,
            }
        )
        return await gateway.open_door(whole, records.append)

    return open_one
