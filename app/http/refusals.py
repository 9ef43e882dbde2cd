"""Answering errors where no GraphQL does."""

from starlette.responses import JSONResponse, Response

from app.errors import (
    CapabilityNotFound,
    InvalidInput,
    InvalidTarball,
    NotAllowed,
    NotFound,
    OneGraphError,
    QuotaExceeded,
    RateLimited,
    SecretsInBody,
    ServiceUnavailable,
    SignatureInvalid,
    Unauthenticated,
)
from app.http.errors import RequestRefused

_STATUS: tuple[tuple[type[OneGraphError], int], ...] = (
    (Unauthenticated, 401),
    (NotAllowed, 403),
    (NotFound, 404),
    (CapabilityNotFound, 404),
    (InvalidInput, 400),
    (InvalidTarball, 400),
    (SignatureInvalid, 400),
    (SecretsInBody, 400),
    (RateLimited, 429),
    (QuotaExceeded, 429),
    (ServiceUnavailable, 503),
)
_CONFLICT = 409  # whatever else: nothing is in a state that allows this


def refusal(error: OneGraphError) -> Response:
    """The error in the shape that GraphQL clients read, under the status that says its kind."""
    if isinstance(error, RequestRefused):
        return error.response()
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), _CONFLICT)
    headers = {}
    if isinstance(error, Unauthenticated):
        headers["www-authenticate"] = "Bearer"
    if isinstance(error, RateLimited) and error.retry_after is not None:
        headers["retry-after"] = str(error.retry_after)
    body = {"errors": [{"message": error.message, "extensions": error.extensions}]}
    return JSONResponse(body, status, headers)
