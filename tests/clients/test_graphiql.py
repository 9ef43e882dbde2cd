"""GraphiQL in a browser: the whole tour, as somebody who has just started the server takes it."""

import subprocess
from urllib.parse import urlsplit

import pytest

from app.graphiql.tour import tour
from tests.clients.node import run
from tests.docs.error_codes import ROOT
from tests.serving import Json, ServerProcess


@pytest.fixture(scope="module")
def chromium() -> str:
    """The path of a Chromium."""
    found = subprocess.run(
        ROOT / "scripts" / "find-chromium", capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stderr
    return found.stdout.strip()


@pytest.fixture(scope="module")
async def seen(
    server: ServerProcess, chromium: str, tmp_path_factory: pytest.TempPathFactory
) -> Json:
    """What the page showed, complained of and asked for during the tour."""
    screenshot = tmp_path_factory.mktemp("graphiql") / "failed.png"
    given = {"browser": chromium, "server": server.url, "screenshot": str(screenshot)}
    return await run("graphiql", "tour", **given)


@pytest.fixture(scope="module")
def answers(seen: Json) -> dict[str, Json]:
    """What each step showed."""
    return {step["name"]: step["answer"] for step in seen["steps"]}


def updates(answer: Json, field: str) -> list[Json]:
    """What a subscription has brought, oldest first; the page shows it the other way round."""
    newest_first = [answer["data"], *answer["earlier"]]
    return [data[field] for data in reversed(newest_first)]


def test_the_page_asks_this_server_only(seen: Json, server: ServerProcess) -> None:
    hosts = {urlsplit(address).netloc for address in seen["addresses"]}
    assert hosts == {urlsplit(server.url).netloc}


def test_the_page_complains_of_nothing(seen: Json) -> None:
    assert seen["complaints"] == []


def test_every_step_is_answered_without_errors(answers: dict[str, Json]) -> None:
    assert len(answers) == len(tour())
    assert [name for name, answer in answers.items() if "errors" in answer] == []


def test_the_plugin_that_is_needed_is_found_by_meaning(answers: dict[str, Json]) -> None:
    found = answers["Tour2_Search"]["data"]["searchPlugins"]
    assert found[0]["plugin"]["name"] == "@elizaos/plugin-pdf"


def test_the_install_is_followed_to_its_end(answers: dict[str, Json]) -> None:
    asked = answers["Tour3_Install"]["data"]["installPlugin"]
    reports = updates(answers["Tour4_Progress"], "installProgress")
    assert {report["instance"]["id"] for report in reports} == {asked["instance"]["id"]}
    assert (reports[0]["stage"], reports[-1]["stage"]) == ("QUEUED", "DONE")


def test_the_execution_is_followed_to_its_end(answers: dict[str, Json]) -> None:
    execution = answers["Tour5_Execute"]["data"]["executeAction"]["execution"]
    states = [update["state"] for update in updates(answers["Tour6_Status"], "executionStatus")]
    assert (execution["state"], execution["result"]["text"]) == ("SUCCEEDED", "Hello world!")
    assert (states[0], states[-1]) == ("QUEUED", "SUCCEEDED")


def test_what_was_done_is_among_the_events(answers: dict[str, Json]) -> None:
    edges = answers["Tour7_Events"]["data"]["events"]["edges"]
    newest = [edge["node"]["type"] for edge in edges[:2]]
    assert newest == ["plugin_action_executed", "plugin_installed"]


def test_the_plugin_is_taken_out_again(answers: dict[str, Json]) -> None:
    instance = answers["Tour8_Uninstall"]["data"]["uninstallPlugin"]["instance"]
    assert instance["state"] == "UNINSTALLED"
