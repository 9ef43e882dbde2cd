"""How plugins are isolated can be asked for, by who runs the platform."""

from tests.people import People
from tests.serving import GraphQLClient

QUERY = "{ isolation { machine mode holds checkedAt outcomes { name layer stopped detail } } }"


async def test_the_platform_owner_sees_that_every_attack_was_stopped(people: People) -> None:
    (report,) = (await people.platform_owner.data(QUERY))["isolation"]
    assert (report["mode"], report["holds"]) == ("full", True)
    assert len(report["outcomes"]) >= 17
    assert all(outcome["stopped"] for outcome in report["outcomes"])


async def test_nobody_else_does(people: People) -> None:
    client: GraphQLClient = people.owner
    assert await client.error_code(QUERY) == "NOT_ALLOWED"
