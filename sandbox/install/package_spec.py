"""Names and versions of packages, as npm's rules allow them."""

import re

MAX_NAME = 214
MAX_VERSION = 100

_PART = r"[A-Za-z0-9][A-Za-z0-9._~-]*"
_NAME = re.compile(rf"(?:@{_PART}/)?{_PART}")
_EXACT = re.compile(
    r"(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)"
    r"(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?"
)
_TAG = re.compile(r"[A-Za-z][A-Za-z0-9._-]*")
_COMPARATOR = r"(?:[~^]|[<>]=?|=)?\s*v?[0-9xX*]+(?:\.[0-9A-Za-z*+-]+)*"
_RANGE = re.compile(rf"{_COMPARATOR}(?:\s*(?:\|\||\s-\s|\s)\s*{_COMPARATOR})*")


def is_package_name(name: str) -> bool:
    """Whether this can name a package of a registry: ``plugin`` or ``@scope/plugin``."""
    return len(name) <= MAX_NAME and _NAME.fullmatch(name) is not None


def is_exact_version(version: str) -> bool:
    """Whether this is one version, such as ``1.7.2`` or ``2.0.0-alpha.5``."""
    return len(version) <= MAX_VERSION and _EXACT.fullmatch(version) is not None


def is_version_request(version: str) -> bool:
    """Whether this asks a registry for a version: an exact one, a range or a tag."""
    if len(version) > MAX_VERSION:
        return False
    return any(pattern.fullmatch(version) for pattern in (_EXACT, _TAG, _RANGE))
