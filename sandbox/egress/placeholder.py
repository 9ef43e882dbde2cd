"""What a worker gets in place of a secret."""

import re
import secrets
import string

LEAST_RANDOM = 8
_PREFIX = re.compile(r"[A-Za-z0-9]{1,10}[-_](?:[A-Za-z0-9]{1,6}[-_])?")
_ALPHABETS = (string.digits, string.ascii_lowercase, string.ascii_uppercase)


def make_placeholder(key: str, value: str) -> str:
    """Make a value of the same length, prefix (``sk-``, ``ghp_``) and alphabet.

    Letters become letters of the same case and digits digits; the rest stays, so that whatever
    escapes one escapes the other alike.

    Raises:
        ValueError: fewer than eight characters would differ, so it could be guessed.
    """
    prefix = _PREFIX.match(value)
    kept = prefix.end() if prefix and _random_in(value[prefix.end() :]) >= LEAST_RANDOM else 0
    if _random_in(value[kept:]) < LEAST_RANDOM:
        raise ValueError(
            f"{key} needs {LEAST_RANDOM} ASCII letters or digits beside its prefix "
            "to be bound to hosts"
        )
    while True:
        made = value[:kept] + "".join(map(_another, value[kept:]))
        if made != value:
            return made


def _another(character: str) -> str:
    alphabet = next((each for each in _ALPHABETS if character in each), None)
    return secrets.choice(alphabet) if alphabet else character


def _random_in(text: str) -> int:
    return sum(any(character in alphabet for alphabet in _ALPHABETS) for character in text)
