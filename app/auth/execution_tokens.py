"""Tokens that call named capabilities of one instance, and nothing else."""

from dataclasses import dataclass
from datetime import datetime

from app.auth.key_ring import KeyRing
from app.auth.signed_claims import read_signed, sign

AUDIENCE = "one-graph/execute"
_HINT = "Make one with the mutation createExecutionToken."


@dataclass(frozen=True, slots=True)
class ExecutionScope:
    """What a token is for: on whose behalf, which instance, which capabilities of it."""

    person: str
    instance: str
    names: tuple[str, ...]


def issue_execution_token(key: str, scope: ExecutionScope, expires_at: datetime) -> str:
    """A token of that scope."""
    more = {"instance": scope.instance, "names": scope.names}
    return sign(key, AUDIENCE, scope.person, expires_at, **more)


def verify_execution_token(keys: KeyRing, token: str) -> ExecutionScope:
    """The scope of a token.

    Raises:
        Unauthenticated: see ``read_signed``; tokens of the whole API are for something else.
    """
    claims = read_signed(keys, token, AUDIENCE, _HINT)
    return ExecutionScope(str(claims["sub"]), claims["instance"], tuple(claims["names"]))
