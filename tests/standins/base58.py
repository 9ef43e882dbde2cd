"""Base 58, as Solana writes keys and signatures."""

from tests.standins.stand_in import Refused

_DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def encode(data: bytes) -> str:
    """The text of bytes."""
    number, text = int.from_bytes(data), ""
    while number:
        number, digit = divmod(number, 58)
        text = _DIGITS[digit] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def decode(text: str) -> bytes:
    """The bytes of a text.

    Raises:
        Refused: it has a letter that is no digit.
    """
    number = 0
    for letter in text:
        if letter not in _DIGITS:
            raise Refused(f"{letter!r} is no digit of base 58")
        number = number * 58 + _DIGITS.index(letter)
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8)
