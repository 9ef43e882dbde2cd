"""Tokens on a running server: an issuer's, and its own while its keys are rotated."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from starlette.responses import Response

from tests.openid_provider import AUDIENCE, KEYS, Provider, SigningKey, provider
from tests.serving import COMMAND, Json, ServerProcess

ME = "{ me { id displayName email memberships { role group { slug } } } }"


@pytest.fixture(scope="module")
async def openid() -> AsyncIterator[Provider]:
    async with provider() as running:
        yield running


@pytest.fixture(scope="module")
async def own_server(
    tmp_path_factory: pytest.TempPathFactory, index: Path, openid: Provider
) -> AsyncIterator[ServerProcess]:
    process = ServerProcess(
        tmp_path_factory.mktemp("sign-in") / "data",
        ONE_REGISTRY_INDEX=str(index),
        ONE_SYNC_ON_START="false",
        ONE_OIDC_ISSUER=openid.issuer,
        ONE_OIDC_AUDIENCE=AUDIENCE,
    )
    await process.start()
    yield process
    process.end()


async def rotate(server: ServerProcess, keep_hours: str) -> None:
    process = await asyncio.create_subprocess_exec(
        *(COMMAND, "keys", "rotate", "--keep-hours", keep_hours), env=server.environment
    )
    assert await process.wait() == 0


async def me(server: ServerProcess, token: str) -> Json:
    client = server.client(token)
    try:
        return (await client.data(ME))["me"]
    finally:
        await client.close()


async def refusal(server: ServerProcess, token: str) -> str:
    client = server.client(token)
    response = await client.http.post("/graphql", json={"query": ME})
    await client.close()
    assert response.status_code == 401
    code: str = response.json()["errors"][0]["extensions"]["code"]
    return code


async def test_an_account_at_the_issuer_is_a_person_without_memberships(
    own_server: ServerProcess, openid: Provider
) -> None:
    token = openid.token("ada", name="Ada", email="ada@org.example", email_verified=True)
    first = await me(own_server, token)
    assert (first["displayName"], first["email"]) == ("Ada", "ada@org.example")
    assert first["memberships"] == []
    assert await me(own_server, openid.token("ada")) == first


async def test_whoever_was_invited_has_the_role_of_the_invitation(
    own_server: ServerProcess, openid: Provider
) -> None:
    token = openid.token("grace", email="org-user@demo.example", email_verified=True)
    person = await me(own_server, token)
    assert person["memberships"] == [{"role": "ORG_USER", "group": {"slug": "demo"}}]


async def test_tokens_that_do_not_hold_are_refused_and_the_issuer_is_left_alone(
    own_server: ServerProcess, openid: Provider
) -> None:
    assert await me(own_server, openid.token("ada"))
    asked = len(openid.asked)
    unknown = [SigningKey.generate(f"unknown {number}") for number in range(20)]
    for token in (
        *(key.sign(openid.claims()) for key in unknown),
        openid.token(aud="somebody"),
        openid.token(iss="https://somebody.example"),
        openid.token(exp=1),
        SigningKey.generate("first").sign(openid.claims()),
    ):
        assert await refusal(own_server, token) == "UNAUTHENTICATED"
    assert openid.asked[asked:].count(KEYS) <= 1


async def test_the_keys_known_before_hold_while_the_issuer_is_gone(
    own_server: ServerProcess, openid: Provider
) -> None:
    assert await me(own_server, openid.token("ada"))
    openid.instead = Response(status_code=503)
    assert await me(own_server, openid.token("ada"))


async def test_rotated_keys_are_taken_up_without_a_restart(own_server: ServerProcess) -> None:
    before = await own_server.token("org_owner")
    owner = await me(own_server, before)
    await rotate(own_server, "1")
    after = await own_server.token("org_owner")
    assert await me(own_server, before) == await me(own_server, after) == owner
    await rotate(own_server, "0")
    for token in (before, after):
        assert await refusal(own_server, token) == "UNAUTHENTICATED"
    assert await me(own_server, await own_server.token("org_owner")) == owner
