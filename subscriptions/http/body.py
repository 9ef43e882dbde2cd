"""Reading operations from HTTP requests."""

from email.message import Message

from starlette.requests import Request

from subscriptions.errors import BadRequest, BatchTooLarge, MethodNotAllowed, UnsupportedMediaType
from subscriptions.http.media_type import MediaType
from subscriptions.request import GraphQLRequest, decode

_READS = ("GET", "HEAD")
_UTF_8 = ("utf-8", "utf8")


async def read(request: Request, batch_limit: int) -> GraphQLRequest | list[GraphQLRequest]:
    """The operation of a request, or the operations of a batch.

    Raises:
        MethodNotAllowed: the method carries none.
        UnsupportedMediaType: the body is not declared as JSON in UTF-8.
        BadRequest: it is none, or its parameters are wrong.
        BatchTooLarge: it holds more operations than ``batch_limit``.
    """
    if request.method in _READS:
        return GraphQLRequest.from_parameters(request.query_params)
    require_method(request, "GET", "POST")
    value = await read_json(request)
    if not isinstance(value, list):
        return GraphQLRequest.parse(value)
    if len(value) > batch_limit:
        raise BatchTooLarge(
            f"The batch has {len(value)} operations.", f"Send at most {batch_limit} at once."
        )
    if not value:
        raise BadRequest("The batch is empty.", "Send one operation, or an array of some.")
    return [GraphQLRequest.parse(item) for item in value]


async def read_json(request: Request) -> object:
    """The body of a request.

    Raises:
        UnsupportedMediaType: it is not declared as JSON in UTF-8.
        BadRequest: it is none.
    """
    header = Message()
    header["content-type"] = request.headers.get("content-type", "")
    charset = header.get_param("charset", "utf-8")
    if header.get_content_type() != MediaType.JSON or str(charset).lower() not in _UTF_8:
        raise UnsupportedMediaType(
            "The body is not declared as JSON in UTF-8.", "Send Content-Type: application/json."
        )
    return decode(await request.body(), "The body")


def require_method(request: Request, *allowed: str) -> None:
    """Let pass one of these methods.

    Raises:
        MethodNotAllowed: it is another.
    """
    if request.method not in allowed:
        raise MethodNotAllowed(
            f"{request.method} is not for this address.",
            f"Use {' or '.join(allowed)}.",
            ", ".join(allowed),
        )
