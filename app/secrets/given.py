"""Secrets as an owner gives them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.errors import InvalidInput
from app.plugins.hosts import checked_hosts
from sandbox.egress.placeholder import make_placeholder
from sandbox.grants.secret import USUAL_POSITIONS

MOST_SECRETS = 100
SHORTEST = 8
LONGEST = 8_192
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,199}")
_POSITION = re.compile(r"header|query|path|body|(?:header|query):[A-Za-z0-9_.-]{1,100}")


@dataclass(frozen=True, slots=True)
class GivenSecret:
    """A secret to keep; see ``sandbox.grants.secret.Secret`` for what the fields mean."""

    key: str
    value: str = field(repr=False)
    hosts: tuple[str, ...] = ()
    positions: tuple[str, ...] = USUAL_POSITIONS


def check_secrets(secrets: Sequence[GivenSecret]) -> None:
    """Let pass what can be kept.

    Raises:
        InvalidInput: names the key, never the value, and says what would be right.
    """
    if len(secrets) > MOST_SECRETS:
        raise InvalidInput(f"There are {len(secrets)} secrets.", f"At most {MOST_SECRETS}.")
    if len({secret.key for secret in secrets}) < len(secrets):
        raise InvalidInput("A secret is given twice.", "Give each key once.")
    for secret in secrets:
        _check(secret)


def _check(secret: GivenSecret) -> None:
    if not _KEY.fullmatch(secret.key):
        raise InvalidInput(f"{secret.key[:50]!r} cannot be a secret's key.", "Like API_KEY.")
    if not SHORTEST <= len(secret.value) <= LONGEST or "\0" in secret.value:
        raise InvalidInput(
            f"The value of {secret.key} has {len(secret.value)} characters.",
            f"{SHORTEST} to {LONGEST}: a shorter one would be found in texts by chance.",
        )
    checked_hosts(secret.hosts)
    wrong = next((each for each in secret.positions if not _POSITION.fullmatch(each)), None)
    if wrong is not None:
        raise InvalidInput(
            f"{wrong[:50]!r} is no position of a request.",
            "Use header, header:NAME, query, query:NAME, path or body.",
        )
    if secret.hosts:
        _check_stand_in(secret)


def _check_stand_in(secret: GivenSecret) -> None:
    try:
        make_placeholder(secret.key, secret.value)
    except ValueError as error:
        raise InvalidInput(f"{error}.", "Give it no hosts, or take a longer one.") from None
