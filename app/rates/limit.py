"""So many in so many seconds."""

from limits import RateLimitItemPerSecond

MINUTE, HOUR, DAY = 60, 3_600, 86_400


class Limit(RateLimitItemPerSecond):
    """``Limit(10, HOUR, "installs")``: ten installs an hour.

    The counters of a limit outlive a change of its amount.
    """

    def key_for(self, *identifiers: bytes | str | float) -> str:
        """The id of the counter for what ``identifiers`` name."""
        return "/".join([self.namespace, *map(str, identifiers)])
