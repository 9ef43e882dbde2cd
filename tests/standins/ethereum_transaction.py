"""Reading signed Ethereum transactions: legacy ones (EIP-155) and those of type 2 (EIP-1559)."""

from dataclasses import dataclass

from tests.standins import rlp
from tests.standins.keccak import keccak256
from tests.standins.secp256k1 import signer
from tests.standins.stand_in import require

_TYPE_2 = 0x02
_LEGACY_BASE = 35


@dataclass(frozen=True)
class EthereumTransaction:
    """One transaction; amounts in wei, addresses in lower case."""

    hash: str
    chain: int
    sender: str
    nonce: int
    gas: int
    most_per_gas: int
    recipient: str
    value: int
    data: bytes

    @classmethod
    def read(cls, raw: bytes) -> "EthereumTransaction":
        """Read one and recover who signed it.

        Raises:
            Refused: it is malformed, or nobody can have signed it.
        """
        require(raw, "the transaction is empty")
        return _typed(raw) if raw[0] == _TYPE_2 else _legacy(raw)


def _typed(raw: bytes) -> EthereumTransaction:
    fields = _list(rlp.decode(raw[1:]), 12)
    unsigned = bytes([_TYPE_2]) + rlp.encode(fields[:9])
    chain, nonce, _tip, most, gas, recipient, value, data = map(_bytes, fields[:8])
    parity, r, s = (_number(field) for field in fields[9:])
    return EthereumTransaction(
        _hash(raw),
        _number(chain),
        signer(keccak256(unsigned), parity, r, s),
        _number(nonce),
        _number(gas),
        _number(most),
        "0x" + recipient.hex(),
        _number(value),
        data,
    )


def _legacy(raw: bytes) -> EthereumTransaction:
    fields = _list(rlp.decode(raw), 9)
    nonce, price, gas, recipient, value, data, *signature = map(_bytes, fields)
    v, r, s = map(_number, signature)
    require(v >= _LEGACY_BASE, "the transaction names no chain (EIP-155)")
    chain, parity = divmod(v - _LEGACY_BASE, 2)
    unsigned = rlp.encode([*fields[:6], rlp.number(chain), b"", b""])
    return EthereumTransaction(
        _hash(raw),
        chain,
        signer(keccak256(unsigned), parity, r, s),
        _number(nonce),
        _number(gas),
        _number(price),
        "0x" + recipient.hex(),
        _number(value),
        data,
    )


def _hash(raw: bytes) -> str:
    return "0x" + keccak256(raw).hex()


def _list(item: rlp.Item, length: int) -> list[rlp.Item]:
    require(
        isinstance(item, list) and len(item) == length, f"the transaction has no {length} fields"
    )
    assert isinstance(item, list)
    return item


def _bytes(item: rlp.Item) -> bytes:
    require(isinstance(item, bytes), "a field of the transaction is a list")
    assert isinstance(item, bytes)
    return item


def _number(item: rlp.Item) -> int:
    return int.from_bytes(_bytes(item))
