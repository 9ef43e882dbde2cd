"""plugin-solana reads balances from its node, and knows what an address is."""

from dataclasses import dataclass

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.people import People
from tests.plugins.releases import SOLANA
from tests.plugins.services import Services
from tests.plugins.tenant import in_use, service
from tests.standins import base58
from tests.standins.solana_node import LAMPORTS


@dataclass(frozen=True)
class Wallet:
    """An instance, the address of its key, and the mint of the tokens that it has."""

    instance: str
    address: str
    mint: str


def new_address() -> str:
    return base58.encode(Ed25519PrivateKey.generate().public_key().public_bytes_raw())


@pytest.fixture(scope="module")
async def wallet(people: People, services: Services) -> Wallet:
    """It has a SOL and a half, and two and a half of a token."""
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    owner = base58.encode(public)
    mint = new_address()
    services.solana.lamports[owner] = 3 * LAMPORTS // 2
    services.solana.tokens[owner] = {mint: 2_500_000}
    (host,) = services.solana.hosts
    private = base58.encode(key.private_bytes_raw() + public)
    instance = await in_use(
        people,
        SOLANA,
        settings={"SOLANA_RPC_URL": f"https://{host}", "SOLANA_PUBLIC_KEY": owner},
        secrets=[{"key": "SOLANA_PRIVATE_KEY", "value": private}],
        allowedHosts=[host],
    )
    return Wallet(instance, owner, mint)


async def test_it_tells_the_balance(people: People, wallet: Wallet) -> None:
    assert await service(people, wallet.instance, "wallet", "getBalance", "SOL") == 1.5


async def test_it_tells_the_balance_of_a_token(people: People, wallet: Wallet) -> None:
    assert await service(people, wallet.instance, "wallet", "getBalance", wallet.mint) == 2.5


async def test_it_knows_an_address(people: People, wallet: Wallet) -> None:
    for address, valid in ((wallet.address, True), ("nowhere", False)):
        told = await service(people, wallet.instance, "chain_solana", "validateAddress", address)
        assert told is valid
