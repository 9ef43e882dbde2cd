"""What the gateway knows of one worker."""

from collections.abc import Callable
from dataclasses import replace

from sandbox.egress.allow_list import AllowList
from sandbox.egress.destination import Destination
from sandbox.egress.meter import Budget, Rate
from sandbox.egress.record import NetworkRecord
from sandbox.egress.refusal import Refused
from sandbox.egress.substitution import BoundSecret, Substitution
from sandbox.grants.grants import Grants
from sandbox.grants.permission import Permission
from sandbox.scrub.scrubber import Scrubber

_MOST_REFUSALS = 120


class OpenDoor:
    """Judges where a worker wants to go, counts what it moves, and remembers its secrets."""

    def __init__(self, grants: Grants, rate: Rate, tell: Callable[[NetworkRecord], None]) -> None:
        self._tell = tell
        self._told_refusals = Rate()
        self.budget = Budget(grants.bytes_per_execution)
        self._scrubber = Scrubber(grants.secrets)
        self._grants = grants
        self._rate = rate
        self._allowed = AllowList(grants.allowed_hosts)
        self._pinned = AllowList(grants.pinned_hosts)
        self._bound = [BoundSecret.bind(secret) for secret in grants.secrets if secret.hosts]

    def tell(self, record: NetworkRecord) -> None:
        """Tell of a request, whatever the worker wrote into it without its secrets.

        Of refused ones so many a minute are told that nobody is flooded.
        """
        if not record.allowed:
            try:
                self._told_refusals.take(_MOST_REFUSALS)
            except Refused:
                return
        self._tell(self._scrubbed(record))

    @property
    def placeholders(self) -> dict[str, str]:
        """What the worker gets in place of each bound secret."""
        return {each.secret.key: each.placeholder for each in self._bound}

    def check(self, destination: Destination) -> None:
        """Check that the worker may go there.

        Raises:
            Refused: its owner did not allow it.
        """
        if Permission.NETWORK_EXTERNAL not in self._grants.permissions:
            raise Refused("network.external is not granted to this instance")
        if not self._allowed.allows(destination) and not self.is_pinned(destination):
            raise Refused(f"{destination} is not on the allow list of this instance")

    def is_pinned(self, destination: Destination) -> bool:
        """Say whether its TLS passes through unread."""
        return self._pinned.allows(destination)

    def count_request(self) -> None:
        """Count a request of the account.

        Raises:
            Refused: there were too many within a minute.
        """
        self._rate.take(self._grants.requests_per_minute)

    def may_request(self) -> bool:
        """Say whether the account has requests left within this minute."""
        return self._rate.has_room(self._grants.requests_per_minute)

    def substitution_for(self, destination: Destination, *, secure: bool) -> Substitution:
        """Give what puts secrets into requests to a destination; without TLS, nothing."""
        return Substitution(self._bound if secure else (), destination)

    def _scrubbed(self, record: NetworkRecord) -> NetworkRecord:
        text = self._scrubber.text
        reason = None if record.reason is None else text(record.reason)
        return replace(record, method=text(record.method), url=text(record.url), reason=reason)
