"""Reading signed Solana transactions: legacy ones and those of version 0."""

from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.standins import base58
from tests.standins.stand_in import Refused, require

_KEY = 32
_SIGNATURE = 64
_VERSIONED = 0x80


@dataclass(frozen=True)
class Instruction:
    """What a program is told; accounts by their keys in base 58."""

    program: str
    accounts: Sequence[str]
    data: bytes


@dataclass(frozen=True)
class SolanaTransaction:
    """A transaction whose signatures hold."""

    signature: str
    signers: Sequence[str]
    blockhash: str
    instructions: Sequence[Instruction]

    @classmethod
    def read(cls, wire: bytes) -> "SolanaTransaction":
        """Read one and verify each signature.

        Raises:
            Refused: it is malformed or not signed by those who must.
        """
        reader = _Reader(wire)
        signatures = [reader.take(_SIGNATURE) for _ in range(reader.length())]
        message = reader.rest()
        read = _Reader(message)
        required, keys = _keys(read)
        require(len(signatures) == required, f"{len(signatures)} signatures, {required} needed")
        for signature, key in zip(signatures, keys, strict=False):
            _verify(signature, message, key)
        names = [base58.encode(key) for key in keys]
        blockhash = base58.encode(read.take(_KEY))
        instructions = [_instruction(read, names) for _ in range(read.length())]
        return cls(base58.encode(signatures[0]), names[:required], blockhash, instructions)


class _Reader:
    """Takes bytes from the front."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def take(self, count: int) -> bytes:
        require(len(self._data) >= count, "the transaction ends too early")
        taken, self._data = self._data[:count], self._data[count:]
        return taken

    def byte(self) -> int:
        return self.take(1)[0]

    def length(self) -> int:
        """A number in one to three bytes of seven bits."""
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            if byte < _VERSIONED:
                return value
            shift += 7

    def rest(self) -> bytes:
        return self._data


def _keys(reader: _Reader) -> tuple[int, list[bytes]]:
    """How many must sign, and all accounts."""
    first = reader.byte()
    if first & _VERSIONED:
        require(first == _VERSIONED, f"version {first & 0x7F} is not known")
        first = reader.byte()
    reader.take(2)
    return first, [reader.take(_KEY) for _ in range(reader.length())]


def _instruction(reader: _Reader, names: Sequence[str]) -> Instruction:
    program = reader.byte()
    places = [reader.byte() for _ in range(reader.length())]
    require(max([program, *places]) < len(names), "an instruction names no account")
    data = reader.take(reader.length())
    return Instruction(names[program], [names[place] for place in places], data)


def _verify(signature: bytes, message: bytes, key: bytes) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except InvalidSignature:
        raise Refused("Transaction signature verification failure") from None
