"""plugin-evm reads a balance from its chain, and signs what a model understood of a wish."""

from dataclasses import dataclass

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tests.people import People
from tests.plugins.conftest import Teach
from tests.plugins.releases import EVM
from tests.plugins.services import Services
from tests.plugins.tenant import in_use, provider, succeeded
from tests.standins.ethereum_node import ETHER
from tests.standins.secp256k1 import address, public_key

RECIPIENT = "0x" + "35" * 20


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


async def test_it_signs_a_transfer_that_it_was_asked_for(
    people: People, wallet: Wallet, services: Services, thinks: Teach
) -> None:
    thinks(
        r"Caller: Send (\S+) ETH to (0x\w{40}) on (\w+)",
        r"<response><fromChain>\3</fromChain><amount>\1</amount><toAddress>\2</toAddress>"
        "<token>null</token><data>null</data></response>",
    )
    text = f"Send 0.25 ETH to {RECIPIENT} on sepolia"
    ended = await succeeded(people, wallet.instance, "EVM_TRANSFER_TOKENS", text=text)
    (sent,) = services.ethereum.sent
    assert (sent.sender, sent.recipient, sent.value) == (wallet.address, RECIPIENT, ETHER // 4)
    (said,) = ended["callbacks"]
    assert said["content"]["hash"] == sent.hash
    assert f"Transaction Hash: {sent.hash}" in said["text"]
