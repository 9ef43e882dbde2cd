"""The stand-in for a Solana node takes transactions that are signed, and no others."""

import base64
from collections.abc import AsyncIterator

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.standins import base58
from tests.standins.asking import asking
from tests.standins.solana_node import LAMPORTS, SYSTEM_PROGRAM, TOKEN_PROGRAM, SolanaNode
from tests.standins.stand_in import Json


@pytest.fixture
def node() -> SolanaNode:
    return SolanaNode()


@pytest.fixture
async def client(node: SolanaNode) -> AsyncIterator[httpx.AsyncClient]:
    async with asking(node) as made:
        yield made


def new_key() -> tuple[Ed25519PrivateKey, bytes]:
    key = Ed25519PrivateKey.generate()
    return key, key.public_key().public_bytes_raw()


def transfer(key: Ed25519PrivateKey, to: bytes, lamports: int, blockhash: str) -> bytes:
    """A transfer of version 0, as the wire has it."""
    payer = key.public_key().public_bytes_raw()
    keys = payer + to + base58.decode(SYSTEM_PROGRAM)
    data = (2).to_bytes(4, "little") + lamports.to_bytes(8, "little")
    instruction = bytes([2, 2, 0, 1, len(data)]) + data
    message = b"\x80\x01\x00\x01\x03" + keys + base58.decode(blockhash) + b"\x01" + instruction
    return b"\x01" + key.sign(message + b"\x00") + message + b"\x00"


async def call(client: httpx.AsyncClient, method: str, *params: Json) -> Json:
    asked = {"jsonrpc": "2.0", "id": 7, "method": method, "params": params}
    answer = (await client.post("/", json=asked)).json()
    assert answer["id"] == 7
    return answer


async def send(client: httpx.AsyncClient, wire: bytes) -> Json:
    text = base64.b64encode(wire).decode()
    return await call(client, "sendTransaction", text, {"encoding": "base64"})


def test_base58_keeps_zeros_in_front() -> None:
    assert base58.encode(b"\0\0hello world") == "11StV1DL6CwTryKyV"
    assert base58.decode("11StV1DL6CwTryKyV") == b"\0\0hello world"


async def test_it_knows_balances(node: SolanaNode, client: httpx.AsyncClient) -> None:
    _, key = new_key()
    node.lamports[base58.encode(key)] = 3 * LAMPORTS
    answer = await call(client, "getBalance", base58.encode(key))
    assert answer["result"]["value"] == 3 * LAMPORTS
    unknown = await call(client, "getBalance", base58.encode(new_key()[1]))
    assert unknown["result"]["value"] == 0


async def test_it_knows_tokens_by_owner_and_by_mint(
    node: SolanaNode, client: httpx.AsyncClient
) -> None:
    owner, mint = (base58.encode(new_key()[1]) for _ in range(2))
    node.tokens[owner] = {mint: 2_500_000}
    parsed = {"encoding": "jsonParsed"}
    for wanted, count in (
        ({"mint": mint}, 1),
        ({"programId": TOKEN_PROGRAM}, 1),
        ({"mint": owner}, 0),
    ):
        answer = await call(client, "getTokenAccountsByOwner", owner, wanted, parsed)
        amounts = [
            each["account"]["data"]["parsed"]["info"]["tokenAmount"]["uiAmount"]
            for each in answer["result"]["value"]
        ]
        assert amounts == [2.5] * count
    account = (await call(client, "getAccountInfo", mint, parsed))["result"]["value"]
    assert account["data"]["parsed"]["info"]["decimals"] == 6


async def test_it_takes_a_signed_transfer_and_tells_what_it_says(
    node: SolanaNode, client: httpx.AsyncClient
) -> None:
    key, payer = new_key()
    _, to = new_key()
    node.lamports[base58.encode(payer)] = LAMPORTS
    answer = await send(client, transfer(key, to, 5, node.blockhash))
    (sent,) = node.sent
    assert answer["result"] == sent.signature
    (instruction,) = sent.instructions
    assert instruction.program == SYSTEM_PROGRAM
    assert instruction.accounts == [base58.encode(payer), base58.encode(to)]
    assert int.from_bytes(instruction.data[4:], "little") == 5
    statuses = await call(client, "getSignatureStatuses", [sent.signature, "other"])
    assert [bool(each) for each in statuses["result"]["value"]] == [True, False]


async def test_it_refuses_what_is_not_signed_or_not_of_now(
    node: SolanaNode, client: httpx.AsyncClient
) -> None:
    key, payer = new_key()
    wire = transfer(key, new_key()[1], 5, node.blockhash)
    forged = wire[:-3] + bytes([wire[-3] ^ 1]) + wire[-2:]
    assert "verification failure" in (await send(client, forged))["error"]["message"]
    assert "nothing to pay the fee" in (await send(client, wire))["error"]["message"]
    node.lamports[base58.encode(payer)] = LAMPORTS
    assert "too early" in (await send(client, wire[:90]))["error"]["message"]
    node.blockhash = base58.encode(bytes(32))
    assert "Blockhash not found" in (await send(client, wire))["error"]["message"]
    assert node.sent == []
    assert len(node.refused) == 4


@pytest.mark.parametrize(
    ("method", "params", "complaint"),
    [
        ("getBalance", ["0OIl"], "no digit of base 58"),
        ("getBalance", ["abc"], "no key of 32 bytes"),
        ("getBalance", [], "Wrong parameters"),
        ("getTokenAccountsByOwner", [SYSTEM_PROGRAM, {}], "only jsonParsed"),
        ("mint", [], "Method not found: mint"),
    ],
)
async def test_it_says_what_is_wrong(
    client: httpx.AsyncClient, method: str, params: list[Json], complaint: str
) -> None:
    assert complaint in (await call(client, method, *params))["error"]["message"]
