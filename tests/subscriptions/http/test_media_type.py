"""The best answer for an ``Accept`` header."""

import pytest

from subscriptions.errors import NotAcceptable
from subscriptions.http.media_type import MediaType, negotiate

OURS = list(MediaType)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
URQL = (
    "application/graphql-response+json, application/graphql+json, application/json, "
    "text/event-stream, multipart/mixed"
)


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, MediaType.JSON),
        ("", MediaType.JSON),
        ("*/*", MediaType.JSON),
        ("application/*", MediaType.JSON),
        ("Application/JSON; charset=utf-8", MediaType.JSON),
        ("application/graphql-response+json", MediaType.GRAPHQL_RESPONSE),
        ("application/json, application/graphql-response+json", MediaType.GRAPHQL_RESPONSE),
        ("application/json, application/graphql-response+json;q=0.9", MediaType.JSON),
        ("application/graphql-response+json;q=0.5, */*;q=0.1", MediaType.GRAPHQL_RESPONSE),
        ("*/*, application/json;q=0", MediaType.GRAPHQL_RESPONSE),
        ("text/event-stream", MediaType.EVENT_STREAM),
        (URQL, MediaType.GRAPHQL_RESPONSE),
        (BROWSER, MediaType.HTML),
    ],
)
def test_it_is_what_the_client_likes_best(accept: str | None, chosen: MediaType) -> None:
    assert negotiate(accept, OURS) is chosen


def test_a_browser_gets_json_where_there_is_no_page() -> None:
    assert negotiate(BROWSER, [MediaType.GRAPHQL_RESPONSE, MediaType.JSON]) is MediaType.JSON


@pytest.mark.parametrize("accept", ["image/png", "text/plain", "*/*;q=0", "application/json;q=x"])
def test_what_leaves_nothing_is_refused(accept: str) -> None:
    with pytest.raises(NotAcceptable):
        negotiate(accept, OURS)
