"""Routes: which of a plugin's own a request is for."""

from urllib.parse import urlsplit

PARAMETER, REST = ":", "*"
DEFAULT_VERB = "GET"


def is_for_route(name: str, verb: str | None, path: str) -> bool:
    """Whether a request to a path (its query aside) is for the route ``VERB /pattern``.

    In a pattern ``:name`` stands for one part of the path and ``*`` for all that is left.
    """
    wanted_verb, _, pattern = name.partition(" ")
    return wanted_verb == (verb or DEFAULT_VERB).upper() and _fits(pattern, urlsplit(path).path)


def _fits(pattern: str, path: str) -> bool:
    wanted, given = _parts(pattern), _parts(path)
    if REST in wanted:
        wanted = wanted[: wanted.index(REST)]
        given = given[: len(wanted)]
    return len(wanted) == len(given) and all(
        part.startswith(PARAMETER) or part == there
        for part, there in zip(wanted, given, strict=True)
    )


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part]
