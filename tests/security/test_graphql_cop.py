"""Every probe of graphql-cop, from a stranger and from somebody with a token."""

import json

import pytest

from tests.people import People, people_of
from tests.security.conftest import Servers
from tests.security.probes import DOCUMENTS, PROBES, document
from tests.serving import GraphQLClient, Json, SubscriptionFailed

OPEN = {  # what a loose server that hides nothing lets a stranger do; 500 times a field never
    "alias overloading",
    "batch",
    "directive overloading",
    "GraphiQL",
    "introspection",
    "query by GET",
}
REFUSED = {
    "alias overloading": "TOO_MANY_ALIASES",
    "field duplication": "TOO_MANY_ROOT_FIELDS",
    "directive overloading": "TOO_MANY_DIRECTIVES_PER_FIELD",
    "circular introspection": "INTROSPECTION_DISABLED",
    "introspection": "INTROSPECTION_DISABLED",
    "field suggestions": "INTROSPECTION_DISABLED",
}
CALLERS = ("stranger", "owner")


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("probe", PROBES.keys() - {"query by GET"})
async def test_a_public_server_has_no_finding(people: People, probe: str, caller: str) -> None:
    client: GraphQLClient = getattr(people, caller)
    assert not await PROBES[probe].finds(client.http)


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("probe", PROBES)
async def test_a_server_with_a_list_of_operations_has_no_finding_at_all(
    listed_people: People, probe: str, caller: str
) -> None:
    client: GraphQLClient = getattr(listed_people, caller)
    assert not await PROBES[probe].finds(client.http)


async def test_queries_by_get_are_for_the_servers_own_pages_only(people: People) -> None:
    probe = PROBES["query by GET"]
    assert await probe.finds(people.stranger.http)
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        response = await people.stranger.http.get("/graphql", headers=headers, **probe.request)
        assert response.status_code == 403
        assert not probe.found(response)


async def test_the_probes_find_what_is_open(servers: Servers) -> None:
    people = await people_of(servers.loose)
    stranger, owner = people.stranger.http, people.owner.http
    assert {name for name, probe in PROBES.items() if await probe.finds(stranger)} == OPEN
    assert await PROBES["field suggestions"].finds(owner)
    await people.close()


@pytest.mark.parametrize("name", REFUSED)
async def test_a_socket_refuses_the_same(people: People, name: str) -> None:
    with pytest.raises(SubscriptionFailed) as caught:
        await people.stranger.all_updates(document(name))
    assert caught.value.code == REFUSED[name]
    assert "Did you mean" not in str(caught.value)


@pytest.mark.parametrize("name", REFUSED)
async def test_an_event_stream_refuses_the_same(people: People, name: str) -> None:
    headers = {"accept": "text/event-stream"}
    body = {"query": document(name)}
    response = await people.stranger.http.post("/graphql/stream", json=body, headers=headers)
    (answer,) = _answers(response.text)
    assert "data" not in answer
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == REFUSED[name]


def test_every_document_is_tried_by_every_transport() -> None:
    assert REFUSED.keys() == DOCUMENTS.keys() - {"trace mode"}


def _answers(stream: str) -> list[Json]:
    lines = (line.removeprefix("data: ") for line in stream.splitlines() if "data: {" in line)
    return [json.loads(line) for line in lines]
