"""The stand-in for an Ethereum node knows who signed, and takes what its signer can pay."""

import secrets
from collections.abc import AsyncIterator

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from tests.standins import rlp
from tests.standins.asking import asking
from tests.standins.ethereum_node import ETHER, SEPOLIA, EthereumNode
from tests.standins.ethereum_transaction import EthereumTransaction
from tests.standins.keccak import keccak256
from tests.standins.secp256k1 import address, public_key, signer
from tests.standins.stand_in import Json, Refused

RECIPIENT = "0x" + "35" * 20
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


@pytest.fixture
def node() -> EthereumNode:
    return EthereumNode()


@pytest.fixture
async def client(node: EthereumNode) -> AsyncIterator[httpx.AsyncClient]:
    async with asking(node) as made:
        yield made


@pytest.fixture
def key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256K1())


def address_of(key: ec.EllipticCurvePrivateKey) -> str:
    return address(public_key(key.private_numbers().private_value))


def signed(key: ec.EllipticCurvePrivateKey, value: int, chain: int = SEPOLIA) -> str:
    """A first transaction of type 2, signed by OpenSSL."""
    numbers = [chain, 0, 10**9, 2 * 10**9, 21_000]
    to = bytes.fromhex(RECIPIENT[2:])
    fields: list[rlp.Item] = [*map(rlp.number, numbers), to, rlp.number(value), b"", []]
    digest = keccak256(b"\x02" + rlp.encode(fields))
    r, s = decode_dss_signature(key.sign(digest, ec.ECDSA(Prehashed(SHA256()))))
    s = min(s, ORDER - s)
    parity = next(each for each in (0, 1) if signer(digest, each, r, s) == address_of(key))
    whole = [*fields, *map(rlp.number, (parity, r, s))]
    return "0x02" + rlp.encode(whole).hex()


async def call(client: httpx.AsyncClient, method: str, *params: Json) -> Json:
    asked = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    return (await client.post("/", json=asked)).json()


@pytest.mark.parametrize(
    ("data", "digest"),
    [
        (b"", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
        (b"abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
    ],
)
def test_keccak_is_the_one_of_ethereum(data: bytes, digest: str) -> None:
    assert keccak256(data).hex() == digest


@pytest.mark.parametrize("length", [0, 1, 55, 56, 135, 136, 137, 300])
def test_rlp_reads_what_it_wrote(length: int) -> None:
    item: rlp.Item = [b"\x00", secrets.token_bytes(length), [[], b"a" * length]]
    assert rlp.decode(rlp.encode(item)) == item


def test_the_example_of_eip_155_is_read() -> None:
    raw = bytes.fromhex(
        "f86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a7640000"
        "8025a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f7"
        "61aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83"
    )
    read = EthereumTransaction.read(raw)
    assert read.sender == "0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f"
    assert (read.chain, read.nonce, read.value) == (1, 9, ETHER)
    assert (read.recipient, read.gas, read.most_per_gas) == (RECIPIENT, 21_000, 20 * 10**9)


async def test_it_takes_what_its_signer_can_pay(
    node: EthereumNode, client: httpx.AsyncClient, key: ec.EllipticCurvePrivateKey
) -> None:
    raw = signed(key, ETHER)
    poor = await call(client, "eth_sendRawTransaction", raw)
    assert "insufficient funds" in poor["error"]["message"]
    node.wei[address_of(key)] = 2 * ETHER
    taken = await call(client, "eth_sendRawTransaction", raw)
    (sent,) = node.sent
    assert taken["result"] == sent.hash
    assert (sent.sender, sent.recipient, sent.value) == (address_of(key), RECIPIENT, ETHER)
    count = await call(client, "eth_getTransactionCount", address_of(key), "pending")
    assert count["result"] == "0x1"
    again = await call(client, "eth_sendRawTransaction", raw)
    assert "nonce 0, not 1" in again["error"]["message"]


async def test_it_takes_nothing_for_another_chain(
    client: httpx.AsyncClient, key: ec.EllipticCurvePrivateKey
) -> None:
    answer = await call(client, "eth_sendRawTransaction", signed(key, 1, chain=1))
    assert "invalid chain id 1" in answer["error"]["message"]


def test_a_changed_transaction_has_another_signer(key: ec.EllipticCurvePrivateKey) -> None:
    raw = bytes.fromhex(signed(key, ETHER)[2:])
    changed = raw.replace(b"\x35" * 20, b"\x36" * 20)
    try:
        sender = EthereumTransaction.read(changed).sender
    except Refused:
        return
    assert sender != address_of(key)


@pytest.mark.parametrize(
    ("method", "params", "complaint"),
    [
        ("eth_getBalance", ["0x1", "latest"], "is no address"),
        ("eth_getBalance", [RECIPIENT, "newest"], "is no block"),
        ("eth_sendRawTransaction", ["0x02c0"], "no 12 fields"),
        ("eth_sendRawTransaction", ["hello"], "no bytes in hexadecimal"),
        ("eth_estimateGas", [{"to": RECIPIENT, "from": RECIPIENT, "value": "0x1"}], "insufficient"),
        ("eth_mine", [], "Method not found"),
    ],
)
async def test_it_says_what_is_wrong(
    client: httpx.AsyncClient, method: str, params: list[Json], complaint: str
) -> None:
    assert complaint in (await call(client, method, *params))["error"]["message"]
