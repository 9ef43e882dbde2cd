"""Requests that a page of another site makes a browser send, by HTTP and WebSocket."""

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin, Subprotocol

from tests.people import People
from tests.serving import Json, ServerProcess

EVIL = "https://evil.example"
WRITE = "mutation { syncRegistry { __typename } }"
HELLO = {"query": "{ __typename }"}
FORBIDDEN = 403
SIMPLE: dict[str, dict[str, Json]] = {  # what a page may send without asking first
    "a form": {"data": {"query": WRITE}},
    "a form with files": {"files": {"query": (None, WRITE)}},
    "text": {"content": f'{{"query": "{WRITE}"}}', "headers": {"content-type": "text/plain"}},
    "no type": {"content": f'{{"query": "{WRITE}"}}'},
}


@pytest.mark.parametrize("name", SIMPLE)
async def test_what_needs_no_leave_of_the_browser_carries_no_operation(
    people: People, name: str
) -> None:
    response = await people.platform_owner.http.post("/graphql", **SIMPLE[name])
    assert response.status_code == 415
    assert "data" not in response.json()


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": EVIL},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
    ],
    ids=str,
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "OPTIONS"])
@pytest.mark.parametrize("path", ["/graphql", "/graphql/stream"])
async def test_another_site_is_refused_and_learns_nothing(
    people: People, path: str, method: str, headers: dict[str, str]
) -> None:
    body = HELLO if method == "POST" else None
    response = await people.owner.http.request(method, path, json=body, headers=headers)
    assert response.status_code == FORBIDDEN
    assert not [name for name in response.headers if name.startswith("access-control-")]


async def test_a_mutation_does_not_run_by_get(people: People) -> None:
    response = await people.platform_owner.http.get("/graphql", params={"query": WRITE})
    assert (response.status_code, response.headers["allow"]) == (405, "POST")


async def test_a_name_that_leads_here_is_not_this_server(people: People) -> None:
    response = await people.owner.http.post(
        "/graphql", json=HELLO, headers={"host": "rebound.evil.example"}
    )
    assert response.status_code == 421


@pytest.mark.parametrize("origin", [EVIL, "null", "http://127.0.0.1"])
async def test_a_socket_of_another_site_is_refused(public: ServerProcess, origin: str) -> None:
    address = f"{public.url.replace('http', 'ws', 1)}/graphql"
    with pytest.raises(InvalidStatus) as refused:
        await connect(
            address, origin=Origin(origin), subprotocols=[Subprotocol("graphql-transport-ws")]
        )
    assert refused.value.response.status_code == FORBIDDEN


async def test_a_refused_socket_is_no_fault_in_the_log(public: ServerProcess) -> None:
    address = f"{public.url.replace('http', 'ws', 1)}/graphql"
    before = len(public.log())
    with pytest.raises(InvalidStatus):
        await connect(address, origin=Origin(EVIL))
    async with httpx.AsyncClient(base_url=public.url) as client:
        await client.get("/healthz")
    written = public.log()[before:]
    assert "WEBSOCKET /graphql 403" in written
    assert "ERROR" not in written


async def test_the_servers_own_pages_may_call_it(public: ServerProcess) -> None:
    headers = {"origin": public.url, "sec-fetch-site": "same-origin"}
    async with httpx.AsyncClient(base_url=public.url, headers=headers) as client:
        answer = (await client.post("/graphql", json=HELLO)).json()
    assert answer["data"] == {"__typename": "Query"}


async def test_nothing_that_a_browser_sends_by_itself_signs_anybody_in(people: People) -> None:
    response = await people.owner.http.post("/graphql", json=HELLO)
    assert "set-cookie" not in response.headers
    token = people.owner.http.headers["authorization"].removeprefix("Bearer ")
    cookie = {"cookie": f"Authorization=Bearer {token}; token={token}"}
    answer = await people.stranger.http.post(
        "/graphql", json={"query": "{ me { id } }"}, headers=cookie
    )
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
