"""plugin-solana reads balances from its node, and signs transfers of tokens."""

from dataclasses import dataclass

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.e2e.plugins import executed
from tests.people import People
from tests.plugins.conftest import Teach
from tests.plugins.releases import SOLANA
from tests.plugins.services import Services
from tests.plugins.tenant import in_use, service, succeeded
from tests.standins import base58
from tests.standins.solana_node import LAMPORTS, TOKEN_PROGRAM


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


async def test_it_signs_a_transfer_of_tokens(
    people: People, wallet: Wallet, services: Services, thinks: Teach
) -> None:
    thinks(
        r"Caller: Send (\S+) of (\w+) to (\w+)",
        r'{"amount": "\1", "tokenAddress": "\2", "recipient": "\3"}',
    )
    text = f"Send 0.5 of {wallet.mint} to {new_address()}"
    ended = await succeeded(people, wallet.instance, "TRANSFER_SOLANA", text=text)
    (said,) = ended["callbacks"]
    assert "Sent 0.5 tokens" in said["text"], said
    (sent,) = services.solana.sent
    assert said["content"]["signature"] == sent.signature
    assert sent.signers == [wallet.address]
    account, transfer = sent.instructions
    assert account.program != transfer.program == TOKEN_PROGRAM
    assert transfer.data == b"\x03" + (500_000).to_bytes(8, "little")


async def test_what_it_registers_with_no_settings_either_is_unknown(
    people: People, wallet: Wallet
) -> None:
    ended = await executed(people.user, wallet.instance, "MINE_SOLANA")
    assert ended["error"]["code"] == "CAPABILITY_NOT_FOUND"
    assert "TRANSFER_SOLANA" in ended["error"]["message"]


async def test_it_listens_for_changes_of_its_account(wallet: Wallet, services: Services) -> None:
    assert ("accountSubscribe", wallet.address) in {
        (method, params[0]) for method, params in services.solana.subscriptions
    }
