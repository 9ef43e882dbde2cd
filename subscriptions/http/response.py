"""HTTP responses: what was executed, and what was refused."""

import logging
import secrets

from starlette.responses import Response

from app.errors import OneGraphError
from app.http.errors import RequestRefused
from subscriptions.answer import Answer
from subscriptions.errors import MethodNotAllowed
from subscriptions.http.media_type import MediaType

log = logging.getLogger(__name__)
HEADERS = {"cache-control": "no-store", "vary": "accept", "x-content-type-options": "nosniff"}
_UNAUTHENTICATED = 401


def executed(answer: Answer, media: MediaType) -> Response:
    """The response to one operation: ``application/json`` says 200 to whatever was understood."""
    status = 200 if media is MediaType.JSON else answer.status
    return _response(answer.body, status, media)


def batch(answers: list[Answer], media: MediaType) -> Response:
    """The response to several operations, in their order."""
    return _response(b"[" + b",".join(answer.body for answer in answers) + b"]", 200, media)


def refused(error: Exception, media: MediaType) -> Response:
    """The response to a request that reached no operation; what nobody foresaw is logged."""
    if not isinstance(error, OneGraphError):
        return _unforeseen(error, media)
    answer = Answer.of_error(error)
    status = error.status if isinstance(error, RequestRefused) else answer.status
    response = _response(answer.body, status, media)
    if isinstance(error, MethodNotAllowed):
        response.headers.update(error.headers)
    if status == _UNAUTHENTICATED:
        response.headers["www-authenticate"] = "Bearer"
    return response


def _unforeseen(error: Exception, media: MediaType) -> Response:
    reference = secrets.token_hex(8)
    log.error("error %s", reference, exc_info=error)
    message = f"Something went wrong here. Report it as {reference}."
    answer = Answer.refused(
        [{"message": message, "extensions": {"code": "INTERNAL", "id": reference}}]
    )
    return _response(answer.body, answer.status, media)


def _response(body: bytes, status: int, media: MediaType) -> Response:
    if media not in (MediaType.JSON, MediaType.GRAPHQL_RESPONSE):
        media = MediaType.JSON
    return Response(body, status, HEADERS, media_type=f"{media}; charset=utf-8")
