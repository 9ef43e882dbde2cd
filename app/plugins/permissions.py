"""What an owner grants an instance."""

from collections.abc import Sequence

from app.errors import InvalidInput
from sandbox.grants.permission import Permission


def checked_permissions(names: Sequence[str]) -> list[str]:
    """Give permissions, each once and in order.

    Raises:
        InvalidInput: one is unknown; lists those there are.
    """
    unknown = sorted(set(names) - set(Permission))
    if unknown:
        raise InvalidInput(
            f"There is no permission {unknown[0][:50]!r}.", f"Use: {', '.join(sorted(Permission))}."
        )
    return sorted(set(names))


def implied_permissions(*, secrets: bool, hosts: bool) -> list[str]:
    """What an owner means who names no permissions: a secret is given to be used, and a host to
    be reached.
    """
    implied = [Permission.NETWORK_EXTERNAL] * hosts + [Permission.SECRETS_ACCESS] * secrets
    return [permission.value for permission in implied]
