"""plugin-evm reads a balance from its chain."""

from dataclasses import dataclass

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tests.people import People
from tests.plugins.releases import EVM
from tests.plugins.services import Services
from tests.plugins.tenant import in_use, provider
from tests.standins.ethereum_node import ETHER
from tests.standins.secp256k1 import address, public_key


@dataclass(frozen=True)
class Wallet:
    """An instance and the address of its key."""

    instance: str
    address: str


@pytest.fixture(scope="module")
async def wallet(people: People, services: Services) -> Wallet:
    """It has an ether and a half."""
    key = ec.generate_private_key(ec.SECP256K1()).private_numbers().private_value
    owner = address(public_key(key))
    services.ethereum.wei[owner] = 3 * ETHER // 2
    (host,) = services.ethereum.hosts
    instance = await in_use(
        people,
        EVM,
        settings={
            "ETHEREUM_PROVIDER_SEPOLIA": f"https://{host}",
            "chains": {"evm": ["sepolia"]},
        },
        secrets=[{"key": "EVM_PRIVATE_KEY", "value": f"0x{key:064x}"}],
        allowedHosts=[host],
    )
    return Wallet(instance, owner)


async def test_it_tells_the_balance(people: People, wallet: Wallet) -> None:
    told = await provider(people, wallet.instance, "EVMWalletProvider")
    assert "1.5" in told["text"]
    assert wallet.address in told["text"].lower()
