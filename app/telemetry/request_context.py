"""Which request the code at hand works for."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace


@dataclass(slots=True)
class RequestContext:
    """A request, as log records name it.

    Attributes:
        id: the caller's own ``X-Request-Id``, or one made here.
        person: who calls, once that is known.
        operation: the name of the GraphQL operation that began last; None: it has no name.
    """

    id: str
    person: str | None = None
    operation: str | None = None


_current: ContextVar[RequestContext | None] = ContextVar("request", default=None)


def current_request() -> RequestContext | None:
    """The request at hand; None where the server works by itself."""
    return _current.get()


def current_request_id() -> str | None:
    """The id of the request at hand, if any."""
    request = _current.get()
    return request.id if request else None


@contextmanager
def working_for(request: RequestContext | None) -> Iterator[None]:
    """Work for ``request`` within the block."""
    token = _current.set(request)
    try:
        yield
    finally:
        _current.reset(token)


def recognised(person: str) -> None:
    """Note who calls."""
    if request := _current.get():
        request.person = person


def operation_begins(name: str | None) -> None:
    """Note an operation; from here on its task has a context of its own.

    A socket's operations run side by side, so they cannot share one.
    """
    if request := _current.get():
        request.operation = name
        _current.set(replace(request))
