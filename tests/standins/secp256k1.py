"""Who signed a hash: the public key is recovered from the signature, as Ethereum does it."""

from tests.standins.keccak import keccak256
from tests.standins.stand_in import require

_P = 2**256 - 2**32 - 977
_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
_GENERATOR = (
    0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
    0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8,
)
Point = tuple[int, int] | None


def signer(digest: bytes, parity: int, r: int, s: int) -> str:
    """The address of who signed, in lower case.

    Raises:
        Refused: nobody can have signed so.
    """
    require(0 < r < _ORDER and 0 < s <= _ORDER // 2, "the signature is out of bounds")
    square = (pow(r, 3, _P) + 7) % _P
    y = pow(square, (_P + 1) // 4, _P)
    require(y * y % _P == square, "the signature is on no point of the curve")
    if y % 2 != parity:
        y = _P - y
    inverse = pow(r, -1, _ORDER)
    hashed = -int.from_bytes(digest) * inverse % _ORDER
    key = _sum(_times(_GENERATOR, hashed), _times((r, y), s * inverse % _ORDER))
    require(key, "the signature is of no key")
    return address(key)


def public_key(private: int) -> Point:
    """The point that belongs to a private key."""
    return _times(_GENERATOR, private)


def address(key: Point) -> str:
    """The address of a public key, in lower case."""
    assert key is not None
    return "0x" + keccak256(key[0].to_bytes(32) + key[1].to_bytes(32))[12:].hex()


def _times(point: Point, factor: int) -> Point:
    total: Point = None
    while factor:
        if factor & 1:
            total = _sum(total, point)
        point = _sum(point, point)
        factor >>= 1
    return total


def _sum(one: Point, other: Point) -> Point:
    if one is None or other is None:
        return one or other
    if one[0] == other[0]:
        if (one[1] + other[1]) % _P == 0:
            return None
        slope = 3 * one[0] * one[0] * pow(2 * one[1], -1, _P)
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, _P)
    x = (slope * slope - one[0] - other[0]) % _P
    return x, (slope * (one[0] - x) - one[1]) % _P
