"""The kill switch."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from tests.e2e.plugins import CLASSIC, INSTALL, execute, executed, index_of, installed
from tests.e2e.synced import synced_server
from tests.e2e.worker_processes import workers_of
from tests.people import People, people_of
from tests.serving import Json, ServerProcess

REVOKE = """
    mutation ($input: RevokeVersionInput!) {
      revokeVersion(input: $input) {
        __typename
        ... on RevokeVersionPayload { version { version revoked } }
        ... on UserError { code message hint }
      }
    }"""
RESTORE = """
    mutation ($input: RestoreVersionInput!) {
      restoreVersion(input: $input) {
        __typename
        ... on RestoreVersionPayload { version { revoked } }
        ... on UserError { code message }
      }
    }"""
SAY = {"kind": "MODEL", "params": {"prompt": "I am unhappy"}}


@pytest.fixture(scope="module")
async def own_server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ServerProcess]:
    folder = tmp_path_factory.mktemp("revocation")
    async with synced_server(folder / "data", index_of(folder, CLASSIC)) as process:
        yield process


@pytest.fixture(scope="module")
async def everyone(own_server: ServerProcess) -> AsyncIterator[People]:
    found = await people_of(own_server)
    yield found
    await found.close()


async def test_within_a_second_nothing_of_a_revoked_version_runs_or_starts(
    everyone: People, own_server: ServerProcess
) -> None:
    owner, platform = everyone.owner, everyone.platform_owner
    instance = await installed(owner, everyone.demo, CLASSIC)
    assert (await executed(owner, instance, "TEXT_SMALL", **SAY))["state"] == "SUCCEEDED"
    version = (await owner.data("query ($i: ID!) { instance(id: $i) { version } }", i=instance))[
        "instance"
    ]["version"]
    which = {"plugin": CLASSIC, "version": version}
    async with asyncio.timeout(60):
        workers = workers_of(own_server.pid)
        assert workers
        began = time.monotonic()
        answer = await platform.data(REVOKE, input={**which, "reason": "it steals keys"})
        assert answer["revokeVersion"]["version"]["revoked"] == "it steals keys"
        while workers_of(own_server.pid) & workers:  # noqa: ASYNC110 - a process rings no bell
            await asyncio.sleep(0.01)
        assert time.monotonic() - began < 1
    refused = await execute(owner, instance, "TEXT_SMALL", **SAY)
    assert (refused["code"], "it steals keys" in refused["message"]) == ("VERSION_REVOKED", True)
    again = {"group": everyone.demo, "plugin": CLASSIC, "version": version, "name": "again"}
    assert (await owner.data(INSTALL, input=again))["installPlugin"]["code"] == "VERSION_REVOKED"
    activate = """
        mutation ($i: ID!) {
          activatePlugin(input: {instance: $i}) { ... on UserError { code } }
        }"""
    assert (await owner.data(activate, i=instance))["activatePlugin"]["code"] == "VERSION_REVOKED"
    restored = (await platform.data(RESTORE, input=which))["restoreVersion"]
    assert restored["version"]["revoked"] is None
    assert (await executed(owner, instance, "TEXT_SMALL", **SAY))["state"] == "SUCCEEDED"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"plugin": CLASSIC, "version": "0.0.0", "reason": "x"}, "NOT_FOUND"),
        ({"plugin": "@elizaos/none", "version": "1.0.0", "reason": "x"}, "NOT_FOUND"),
        ({"plugin": CLASSIC, "version": "1.0.0", "reason": ""}, "INVALID_INPUT"),
    ],
)
async def test_what_makes_no_sense_changes_nothing(
    everyone: People, given: dict[str, Json], code: str
) -> None:
    answer = await everyone.platform_owner.data(REVOKE, input=given)
    assert answer["revokeVersion"]["code"] == code


async def test_only_the_platform_owner_may(everyone: People) -> None:
    given = {"plugin": CLASSIC, "version": "1.0.0", "reason": "x"}
    answer = await everyone.owner.data(REVOKE, input=given)
    assert answer["revokeVersion"]["code"] == "NOT_ALLOWED"


async def test_findings_of_a_version_name_file_and_line(everyone: People) -> None:
    query = """
        query ($name: String!) {
          plugin(name: $name) {
            versions(first: 5) {
              nodes {
                findings { kind severity package file line detail }
                proposedPermissions proposedHosts
              }
            }
          }
        }"""
    found = (await everyone.user.data(query, name=CLASSIC))["plugin"]["versions"]["nodes"]
    findings = [finding for version in found for finding in version["findings"]]
    assert findings
    assert all(finding["file"] and finding["severity"] for finding in findings)
    assert any(finding["line"] for finding in findings)
