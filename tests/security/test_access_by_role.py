"""Access by role: to fields that not everybody sees, and to what only some may do."""

import base64
import json

import pytest

from tests.e2e.writing import refusal
from tests.people import People
from tests.serving import GraphQLClient, Json, ServerProcess

MEMBERS = """{ group(slug: "demo") {
    members { nodes { person { username email } } } } me { username } }"""
GIVEN: dict[str, Json] = {
    "createThing": {"type": "report", "name": "x"},
    "addKnowledge": {"text": "x"},
    "installPlugin": {"plugin": "x"},
    "invitePerson": {"role": "ORG_OWNER", "email": "friend@x.example"},
}
NEW_TENANT = {"slug": "mine", "name": "Mine", "owner": {"email": "me@x.example"}}


async def emails(client: GraphQLClient) -> tuple[str, dict[str, str | None]]:
    """Who asks, and whose addresses they see."""
    data = await client.data(MEMBERS)
    people = [node["person"] for node in data["group"]["members"]["nodes"]]
    seen = {person["username"]: person["email"] for person in people}
    return data["me"]["username"], {name: email for name, email in seen.items() if email}


async def test_a_field_that_is_for_owners_is_null_for_others(people: People) -> None:
    _, for_owner = await emails(people.owner)
    assert len(for_owner) >= 3
    for client in (people.user, people.customer):
        name, for_others = await emails(client)
        assert for_others.keys() == {name}


@pytest.mark.parametrize("mutation", GIVEN)
async def test_what_owners_do_others_do_not(people: People, mutation: str) -> None:
    given = {"group": people.demo, **GIVEN[mutation]}
    codes = [
        await refusal(client, mutation, **given)
        for client in (people.user, people.customer, people.stranger, people.platform_owner)
    ]
    assert codes == ["NOT_ALLOWED", "NOT_ALLOWED", "UNAUTHENTICATED", "NOT_FOUND"]


async def test_what_runs_the_platform_is_for_nobody_else(people: People) -> None:
    for client in (people.owner, people.user, people.customer):
        assert await refusal(client, "createTenant", **NEW_TENANT) == "NOT_ALLOWED"
    sync = "mutation { syncRegistry { __typename ... on UserError { code } } }"
    assert (await people.owner.data(sync))["syncRegistry"]["code"] == "NOT_ALLOWED"


async def test_nobody_makes_themselves_an_owner(people: People) -> None:
    query = '{ group(slug: "demo") { members { nodes { id person { username } } } } }'
    nodes = (await people.user.data(query))["group"]["members"]["nodes"]
    (own,) = (node["id"] for node in nodes if node["person"]["username"] == "demo-org-user")
    code = await refusal(people.user, "changeRole", membership=own, role="ORG_OWNER")
    assert code == "NOT_ALLOWED"
    code = await refusal(people.owner, "changeRole", membership=own, role="PLATFORM_OWNER")
    assert code == "INVALID_INPUT"


async def test_a_token_without_a_signature_is_none(people: People, public: ServerProcess) -> None:
    token = people.owner.http.headers["authorization"].removeprefix("Bearer ")
    header, claims, signature = token.split(".")
    unsigned = base64.urlsafe_b64encode(json.dumps({"alg": "none"}).encode()).decode().rstrip("=")
    others = json.loads(base64.urlsafe_b64decode(claims + "=="))
    others["sub"] = f"person_{'0' * 24}"
    changed = base64.urlsafe_b64encode(json.dumps(others).encode()).decode().rstrip("=")
    for forged in (
        f"{unsigned}.{claims}.",
        f"{header}.{claims}.",
        f"{header}.{changed}.{signature}",
        f"{unsigned}.{claims}.{signature}",
    ):
        client = public.client(forged)
        assert await client.error_code("{ me { id } }") == "UNAUTHENTICATED"
        await client.close()
