"""GraphQL over HTTP, beyond what the audits of the specification ask."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.serving import ServerProcess
from tests.subscriptions.conftest import Serving

JSON = "application/json"
RESPONSE = "application/graphql-response+json"
HELLO = {"query": "{ __typename }"}


@pytest.fixture
async def client(server: ServerProcess) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=server.url) as client:
        yield client


def code(response: httpx.Response) -> str:
    """The code of the only error; it must come in the media type asked for."""
    accept = response.request.headers["accept"]
    expected = RESPONSE if accept == RESPONSE else JSON
    assert response.headers["content-type"] == f"{expected}; charset=utf-8"
    (error,) = response.json()["errors"]
    assert error["message"]
    text: str = error["extensions"]["code"]
    return text


class TestRefusal:
    @pytest.mark.parametrize("accept", ["*/*", JSON, RESPONSE])
    @pytest.mark.parametrize(
        ("request_", "status", "expected"),
        [
            ({"json": {}}, 400, "BAD_REQUEST"),
            ({"json": "text"}, 400, "BAD_REQUEST"),
            ({"json": []}, 400, "BAD_REQUEST"),
            ({"json": [HELLO, 1]}, 400, "BAD_REQUEST"),
            ({"json": [HELLO] * 11}, 400, "BATCH_TOO_LARGE"),
            ({"data": {"query": "{ __typename }"}}, 415, "UNSUPPORTED_MEDIA_TYPE"),
            ({"files": {"query": b"{ __typename }"}}, 415, "UNSUPPORTED_MEDIA_TYPE"),
            ({"json": HELLO, "type": "text/plain"}, 415, "UNSUPPORTED_MEDIA_TYPE"),
            ({"json": HELLO, "type": "application/graphql"}, 415, "UNSUPPORTED_MEDIA_TYPE"),
            ({"json": HELLO, "type": f"{JSON}; charset=latin1"}, 415, "UNSUPPORTED_MEDIA_TYPE"),
            ({"json": HELLO, "method": "PUT"}, 405, "METHOD_NOT_ALLOWED"),
            ({"method": "DELETE"}, 405, "METHOD_NOT_ALLOWED"),
            ({"method": "OPTIONS"}, 405, "METHOD_NOT_ALLOWED"),
            ({"method": "GET"}, 400, "BAD_REQUEST"),
            ({"method": "GET", "params": {"query": "mutation { __typename }"}}, 405, None),
            (
                {"json": {"query": "subscription { syncProgress { done } }"}},
                406,
                "NOT_ACCEPTABLE",
            ),
            ({"json": HELLO, "auth": "Bearer nothing"}, 401, "UNAUTHENTICATED"),
        ],
    )
    async def test_it_says_why_in_the_media_type_asked_for(
        self,
        client: httpx.AsyncClient,
        accept: str,
        request_: dict[str, Any],
        status: int,
        expected: str | None,
    ) -> None:
        options = dict(request_)
        headers = {"accept": accept}
        if "type" in options:
            headers["content-type"] = options.pop("type")
        if "auth" in options:
            headers["authorization"] = options.pop("auth")
        method = options.pop("method", "POST")
        response = await client.request(method, "/graphql", headers=headers, **options)
        assert response.status_code == status
        assert code(response) == (expected or "METHOD_NOT_ALLOWED")
        if status == 405:
            assert response.headers["allow"] in ("GET, POST", "POST")

    async def test_what_cannot_be_answered_is_not_acceptable(
        self, client: httpx.AsyncClient
    ) -> None:
        headers = {"accept": "image/png"}
        response = await client.post("/graphql", json=HELLO, headers=headers)
        assert response.status_code == 406
        assert code(response) == "NOT_ACCEPTABLE"


class TestStatus:
    @pytest.mark.parametrize(
        "request_",
        [
            {"query": "{"},
            {"query": "{ nothing }"},
            {"query": "query ($a: ID!) { node(id: $a) { id } }"},
            {"query": "query A { __typename }", "operationName": "B"},
            {"query": "query A { __typename } query B { __typename }"},
        ],
    )
    async def test_what_was_not_executed_has_no_data(
        self, client: httpx.AsyncClient, request_: dict[str, str]
    ) -> None:
        for media, status in ((JSON, 200), (RESPONSE, 400)):
            response = await client.post("/graphql", json=request_, headers={"accept": media})
            assert response.status_code == status
            assert code(response).startswith("GRAPHQL_")
            assert "data" not in response.json()

    async def test_an_error_of_a_field_is_no_failure_of_the_request(
        self, client: httpx.AsyncClient
    ) -> None:
        response = await client.post(
            "/graphql",
            json={"query": "{ me { id } }"},
            headers={"accept": RESPONSE},
        )
        assert response.status_code == 200
        assert response.json()["data"] is None
        assert code(response) == "UNAUTHENTICATED"

    async def test_get_and_head_answer_queries(self, client: httpx.AsyncClient) -> None:
        response = await client.get("/graphql", params=HELLO)
        assert response.json()["data"] == {"__typename": "Query"}
        assert response.headers["cache-control"] == "no-store"
        head = await client.head("/graphql", params=HELLO)
        assert (head.status_code, head.content) == (200, b"")


class TestPage:
    HEADERS = {"accept": "text/html,*/*;q=0.8", "sec-fetch-mode": "navigate"}  # noqa: RUF012 - constant

    async def test_browsers_get_graphiql(self, serving: Serving) -> None:
        async with serving() as url, httpx.AsyncClient(base_url=url) as client:
            assert (await client.get("/graphql", headers=self.HEADERS)).text == "GraphiQL"
            linked = await client.get("/graphql", params=HELLO, headers=self.HEADERS)
            assert linked.json()["data"] == {"__typename": "Query"}

    async def test_it_can_be_switched_off(self, serving: Serving) -> None:
        async with serving(graphiql=False) as url, httpx.AsyncClient(base_url=url) as client:
            response = await client.get("/graphql", headers=self.HEADERS)
            assert response.status_code == 404
            assert code(response) == "GRAPHIQL_OFF"
