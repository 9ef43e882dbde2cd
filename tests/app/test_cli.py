"""The command as people type it: real processes, judged by output and exit code."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app import __version__
from app.auth.key_ring import GivenKeys
from app.auth.tokens import verify
from app.database import Database
from app.embedded.keys import key_ring
from app.embedded.lock import DataDirLock
from app.ontology.bootstrap import Bootstrap
from app.ontology.repositories import DOCUMENTS, ConnectionRepository, PersonRepository
from app.settings import Settings
from sandbox.selftest.survey import survey

COMMAND = Path(sys.executable).with_name("one-graph")


@dataclass(frozen=True)
class Outcome:
    code: int | None
    out: str
    err: str


async def one_graph(
    *arguments: str, search_path: str = os.environ["PATH"], **settings: object
) -> Outcome:
    """Run the command with nothing in its environment but these ``ONE_*`` settings."""
    given = {f"ONE_{name.upper()}": str(value) for name, value in settings.items()}
    process = await asyncio.create_subprocess_exec(
        COMMAND,
        *arguments,
        env={"PATH": search_path, "HOME": "/nonexistent", "COLUMNS": "200"} | given,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return Outcome(process.returncode, out.decode(), err.decode())


@pytest.fixture(scope="module", autouse=True)
async def database(mongodb_uri: str) -> AsyncIterator[Database]:
    database = Database(mongodb_uri, "cli_test")
    await database.open(DOCUMENTS)
    await Bootstrap(database).run()
    yield database
    await database.close()


@pytest.fixture
def data_dir(tmp_path: Path, mongodb_uri: str) -> Iterator[Path]:
    """A data folder whose server runs: this process."""
    with DataDirLock(tmp_path) as lock:
        lock.publish(mongodb_uri=mongodb_uri, url="http://127.0.0.1:1")
        yield tmp_path


class TestMain:
    async def test_version(self) -> None:
        assert await one_graph("--version") == Outcome(0, f"one-graph {__version__}\n", "")

    async def test_help_lists_every_command_quickly(self) -> None:
        started = time.monotonic()
        outcome = await one_graph("--help")
        assert time.monotonic() - started < 2
        for command in ("serve", "token", "doctor"):
            assert f" {command} " in outcome.out

    async def test_a_wrong_setting_is_named(self, tmp_path: Path) -> None:
        outcome = await one_graph("doctor", port="abc", data_dir=tmp_path)
        assert outcome.code == 2
        assert "ONE_PORT='abc': Input should be a valid integer" in outcome.err
        assert "Traceback" not in outcome.err


class TestToken:
    async def test_it_prints_the_token_of_a_member_and_nothing_else(
        self, data_dir: Path, database: Database
    ) -> None:
        outcome = await one_graph(
            *("token", "--role", "org_owner", "--group", "demo"),
            data_dir=data_dir,
            mongodb_database="cli_test",
        )
        assert (outcome.code, outcome.err) == (0, "")
        person = verify(key_ring(Settings(data_dir=data_dir)), outcome.out.rstrip("\n")).person
        (membership,) = await ConnectionRepository(database).memberships(person)
        assert membership.metadata["role"] == "org_owner"

    async def test_the_platform_owner_needs_no_group(
        self, data_dir: Path, database: Database
    ) -> None:
        outcome = await one_graph(
            "token", "--role", "platform_owner", data_dir=data_dir, mongodb_database="cli_test"
        )
        person = verify(key_ring(Settings(data_dir=data_dir)), outcome.out.strip()).person
        owner = await PersonRepository(database).get(person)
        assert owner
        assert owner.platform_owner

    async def test_a_database_of_ones_own_needs_no_running_server(
        self, tmp_path: Path, mongodb_uri: str
    ) -> None:
        key = "k" * 32
        outcome = await one_graph(
            *("token", "--role", "customer", "--group", "demo2"),
            mongodb_uri=mongodb_uri,
            secret_key=key,
            mongodb_database="cli_test",
            data_dir=tmp_path,
        )
        assert verify(GivenKeys(key), outcome.out.strip()).person.startswith("person_")

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (("--group", "nowhere"), "There is no group 'nowhere'."),
            ((), "This role needs a group."),
        ],
    )
    async def test_groups_that_exist_are_named(
        self, data_dir: Path, arguments: tuple[str, ...], message: str
    ) -> None:
        outcome = await one_graph(
            *("token", "--role", "org_user", *arguments),
            data_dir=data_dir,
            mongodb_database="cli_test",
        )
        assert (outcome.code, outcome.out) == (1, "")
        assert message in outcome.err
        assert "demo, demo2" in outcome.err

    async def test_a_token_that_lives_too_long_is_not_made(self, data_dir: Path) -> None:
        outcome = await one_graph(
            *("token", "--role", "org_owner", "--group", "demo", "--hours", "3"),
            data_dir=data_dir,
            mongodb_database="cli_test",
            token_hours=1,
            token_hours_max=2,
        )
        assert (outcome.code, outcome.out) == (1, "")
        assert "ONE_TOKEN_HOURS_MAX" in outcome.err

    async def test_roles_that_exist_are_named(self) -> None:
        outcome = await one_graph("token", "--role", "king", "--group", "demo")
        assert (outcome.code, outcome.out) == (2, "")
        for role in ("platform_owner", "org_owner", "org_user", "customer"):
            assert role in outcome.err

    async def test_without_a_server_it_says_how_to_start_one(self, tmp_path: Path) -> None:
        outcome = await one_graph(
            "token", "--role", "org_user", "--group", "demo", data_dir=tmp_path
        )
        assert (outcome.code, outcome.out) == (1, "")
        assert f"No server runs on {tmp_path}." in outcome.err
        assert "one-graph serve" in outcome.err

    async def test_a_server_that_is_still_starting_is_no_error_of_the_user(
        self, tmp_path: Path
    ) -> None:
        with DataDirLock(tmp_path):
            outcome = await one_graph(
                "token", "--role", "org_user", "--group", "demo", data_dir=tmp_path
            )
        assert outcome.code == 1
        assert "is still starting" in outcome.err


class TestDoctor:
    async def test_it_names_who_holds_the_data_folder(self, data_dir: Path) -> None:
        outcome = await one_graph("doctor", data_dir=data_dir)
        assert f"in use by process {os.getpid()}" in outcome.out

    async def test_a_folder_that_cannot_be_used_is_mended_by_a_setting(
        self, tmp_path: Path
    ) -> None:
        tmp_path.joinpath("file").touch()
        outcome = await one_graph("doctor", data_dir=tmp_path / "file" / "data")
        assert outcome.code == 1
        assert "Mend: Set ONE_DATA_DIR" in outcome.out

    async def test_what_isolation_needs_is_listed(self, tmp_path: Path) -> None:
        outcome = await one_graph("doctor", data_dir=tmp_path)
        for finding in survey():
            assert f"Isolation: {finding.name}" in outcome.out

    async def test_a_missing_program_is_named_with_its_mend(self, tmp_path: Path) -> None:
        outcome = await one_graph("doctor", search_path="/nonexistent", data_dir=tmp_path)
        assert outcome.code == 1
        assert "✗  Isolation: bubblewrap" in outcome.out
        assert "apt-get install" in outcome.out

    async def test_a_database_of_ones_own_is_asked(self, tmp_path: Path, mongodb_uri: str) -> None:
        outcome = await one_graph(
            "doctor", data_dir=tmp_path, mongodb_uri=mongodb_uri, secret_key="k" * 32
        )
        assert "ONE_MONGODB_URI answers" in outcome.out
