"""Which uploaded version a request means."""

from collections.abc import Sequence

from app.catalog.ranges import newest, parse_range, parse_version
from app.errors import VersionIncompatible

LATEST = "latest"


def latest_of(versions: Sequence[str]) -> str:
    """The newest release; the newest of all where there are only pre-releases."""
    known = newest([version for text in versions if (version := parse_version(text))])
    releases = [version for version in known if not version.prerelease]
    return str((releases or known)[0].version)


def choose(name: str, versions: Sequence[str], wanted: str | None) -> str:
    """The version that an exact one, a range, ``latest`` or None asks for.

    Raises:
        VersionIncompatible: there is none.
    """
    if wanted in versions:
        return str(wanted)
    if wanted in (None, LATEST) and versions:
        return latest_of(versions)
    allowed = parse_range(wanted or "")
    parsed = [version for text in versions if (version := parse_version(text))]
    found = newest([version for version in parsed if allowed and allowed.allows(version)])
    if not found:
        raise VersionIncompatible(
            f"{name} has no version {wanted}.", f"There are: {', '.join(versions[:5])}."
        )
    return str(found[0].version)
