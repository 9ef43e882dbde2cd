"""Tokens that do not hold are refused on both transports."""

from datetime import timedelta

import pytest
from websockets.exceptions import ConnectionClosedError

from app.auth.tokens import issue
from app.identifiers import Kind, new_id
from tests.serving import ServerProcess

KINDS = ("expired", "forged", "of nobody", "of a group", "garbage")


async def token(server: ServerProcess, kind: str) -> str:
    client = server.client(await server.token("org_owner"))
    person = (await client.data("{ me { id } }"))["me"]["id"]
    await client.close()
    made = {
        "expired": server.token_for(person, -timedelta(seconds=1)),
        "forged": issue("somebody else's key, which is long enough", person, timedelta(hours=1)),
        "of nobody": server.token_for(new_id(Kind.PERSON)),
        "of a group": server.token_for(new_id(Kind.GROUP)),
        "garbage": "garbage",
    }
    return made[kind]


@pytest.mark.parametrize("kind", KINDS)
async def test_it_is_refused_by_http_and_by_websocket(server: ServerProcess, kind: str) -> None:
    client = server.client(await token(server, kind))
    response = await client.http.post("/graphql", json={"query": "{ plugins { totalCount } }"})
    assert response.status_code == 401
    (error,) = response.json()["errors"]
    assert error["extensions"]["code"] == "UNAUTHENTICATED"
    assert error["extensions"]["hint"]
    with pytest.raises(ConnectionClosedError) as refusal:
        await client.all_updates("subscription { syncProgress { done } }")
    assert refusal.value.rcvd is not None
    assert refusal.value.rcvd.code == 4403
    await client.close()


@pytest.mark.parametrize("header", ["Basic eDp5", "Bearer", "token"])
async def test_another_kind_of_header_is_refused(server: ServerProcess, header: str) -> None:
    client = server.client()
    response = await client.http.post(
        "/graphql", json={"query": "{ __typename }"}, headers={"Authorization": header}
    )
    assert response.status_code == 401
    assert response.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    await client.close()
