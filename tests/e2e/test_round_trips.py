"""How often a list reads the database does not depend on how long it is."""

from collections.abc import AsyncIterator

import pytest
from pymongo import AsyncMongoClient

from app.database import Row
from app.settings import Settings
from tests.e2e.conftest import People
from tests.e2e.plugins import STARTER, executed, installed
from tests.serving import ServerProcess

Profiled = AsyncMongoClient[Row]
SHORT, LONG = 2, 4
LISTS = {
    "plugins": """query ($n: Int) { plugins(first: $n, filter: {available: true}) { nodes {
        name capabilities { name } authors { username } } } }""",
    "instances": """query ($n: Int, $g: ID!) { instances(group: $g, first: $n) { nodes {
        name plugin { name } group { name } capabilities { name } missingSettings
        agents { name } usage { executions quotaUsed } } } }""",
    "executions": """query ($n: Int, $g: ID!) { executions(group: $g, first: $n) { nodes {
        name instance { name plugin { name } } agent { name } } } }""",
    "members": """query ($n: Int, $g: ID!) { group(id: $g) { members(first: $n) { nodes {
        role group { name } person { username email memberships { role } } } } } }""",
    "events": """query ($n: Int, $g: ID!) { events(group: $g, first: $n) { nodes {
        type actor { id } target { id } group { name } } } }""",
    "connections": """query ($n: Int, $g: ID!) {
        connections(to: $g, type: ["plugin_installed_in"], first: $n) { nodes {
        type from { id } to { id } } } }""",
    "things": """query ($n: Int, $g: ID!) { things(group: $g, first: $n) { nodes {
        __typename name group { name } ... on PluginInstance { usage { executions } } } } }""",
}


@pytest.fixture(scope="module")
async def client(server: ServerProcess) -> AsyncIterator[Profiled]:
    async with Profiled(server.mongodb_uri) as opened:
        yield opened


async def reads(client: Profiled, people: People, document: str, group: str, count: int) -> int:
    """How many finds and aggregates the server sends to answer a list."""
    database = client[Settings().mongodb_database]
    variables = {"n": count} | ({"g": group} if "$g" in document else {})
    await database.drop_collection("system.profile")
    await database.command("profile", 2)
    await people.other_owner.data(document, **variables)
    await database.command("profile", 0)
    wanted = {
        "$or": [{"command.find": {"$exists": True}}, {"command.aggregate": {"$exists": True}}]
    }
    streams = {"command.pipeline.0.$changeStream": {"$exists": False}}
    own = {"ns": {"$not": {"$regex": "system.profile|installs|syncs|knowledge"}}}
    return await database["system.profile"].count_documents({**wanted, **streams, **own})


@pytest.fixture(scope="module")
async def filled(people: People, other_group: str, starter: str) -> str:
    """A group with several of everything, all alike."""
    assert starter
    for number in range(LONG):
        name = f"counted {number}"
        instance = await installed(people.other_owner, other_group, STARTER, name=name)
        await executed(people.other_owner, instance, "HELLO_WORLD")
    return other_group


@pytest.mark.parametrize("name", LISTS)
async def test_a_longer_list_takes_no_more_reads(
    client: Profiled, people: People, filled: str, name: str
) -> None:
    short = await reads(client, people, LISTS[name], filled, SHORT)
    long = await reads(client, people, LISTS[name], filled, LONG)
    assert 0 < long <= short
