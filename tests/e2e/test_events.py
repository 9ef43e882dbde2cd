"""What happened is told, with who did it and to what."""

from tests.e2e.conftest import NAMES
from tests.e2e.plugins import STARTER, executed, installed
from tests.e2e.test_lifecycle import change
from tests.people import People

EVENTS = """
    query ($group: ID!, $type: [String!], $first: Int, $after: String) {
      events(group: $group, type: $type, first: $first, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          id type at metadata group { slug }
          actor { ... on Person { username } }
          target { __typename ... on PluginInstance { name } ... on Execution { name } }
        }
      }
    }"""


async def test_a_plugins_whole_life_is_in_the_graph(
    people: People, group: str, starter: str
) -> None:
    assert starter
    instance = await installed(people.owner, group, STARTER, name="remembered")
    await executed(people.user, instance, "HELLO_WORLD")
    for mutation in ("deactivatePlugin", "activatePlugin", "uninstallPlugin"):
        await change(people.owner, mutation, instance)
    answer = await people.user.data(EVENTS, group=group, first=5)
    nodes = answer["events"]["nodes"]
    owner = {"username": "demo-org-owner"}
    mine = {"__typename": "PluginInstance", "name": "remembered"}
    call = {"__typename": "Execution", "name": "HELLO_WORLD"}
    assert [(node["type"], node["actor"], node["target"]) for node in nodes] == [
        ("plugin_uninstalled", owner, mine),
        ("plugin_activated", owner, mine),
        ("plugin_deactivated", owner, mine),
        ("plugin_action_executed", {"username": "demo-org-user"}, call),
        ("plugin_installed", owner, mine),
    ]
    assert {node["group"]["slug"] for node in nodes} == {"demo"}
    assert nodes[3]["metadata"]["instance"] == instance


async def test_pages_follow_each_other_without_gap_or_overlap(people: People, group: str) -> None:
    after, met = None, list[str]()
    while True:
        page = (await people.user.data(EVENTS, group=group, first=2, after=after))["events"]
        met += [node["id"] for node in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    whole = (await people.user.data(EVENTS, group=group, first=100))["events"]
    assert met == [node["id"] for node in whole["nodes"]][: len(met)]
    assert len(met) == page["totalCount"] == len(set(met))


async def test_what_was_discovered_is_public(people: People) -> None:
    query = """
        { events(type: ["plugin_discovered"]) {
            totalCount nodes { actor { id } group { id } target { ... on Plugin { name } } } } }"""
    events = (await people.stranger.data(query))["events"]
    assert events["totalCount"] == len(NAMES)
    assert STARTER in {node["target"]["name"] for node in events["nodes"]}
    assert {(node["actor"], node["group"]) for node in events["nodes"]} == {(None, None)}


async def test_lists_refuse_pages_of_a_wrong_size_and_cursors_from_nowhere(
    people: People, group: str
) -> None:
    for wrong in ({"first": 101}, {"first": -1}, {"after": "garbage"}, {"after": "W10"}):
        assert await people.user.error_code(EVENTS, group=group, **wrong) == "INVALID_INPUT"
    empty = (await people.user.data(EVENTS, group=group, first=0))["events"]
    assert empty["nodes"] == []
    assert empty["totalCount"] > 0
