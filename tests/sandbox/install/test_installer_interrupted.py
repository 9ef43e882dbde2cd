"""Installations that somebody or something ends half-way."""

import asyncio
import sys
import textwrap
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from sandbox.install.artifact_store import ArtifactStore
from sandbox.install.progress import Progress, Stage
from tests.sandbox.installing import Workshop, leftovers

PLUGIN, VERSION = "@elizaos/plugin-openai", "1.6.0"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One npm cache for all: what matters here is the store."""
    return tmp_path_factory.mktemp("interrupted")


@pytest.mark.parametrize("stage", list(Stage))
async def test_cancelling_leaves_nothing(root: Path, stage: Stage) -> None:
    workshop = Workshop(root)

    async def cancel_at_stage(step: Progress) -> None:
        if step.stage == stage:
            task.cancel()

    task = asyncio.create_task(workshop.installer.install(PLUGIN, VERSION, cancel_at_stage))
    with pytest.raises(asyncio.CancelledError):
        await task
    assert workshop.store.list() == []
    assert leftovers(workshop.folder) == []


async def test_a_listener_that_fails_leaves_nothing(root: Path) -> None:
    workshop = Workshop(root)

    async def fail(step: Progress) -> None:
        raise ConnectionError(step.message)

    with pytest.raises(ConnectionError):
        await workshop.installer.install(PLUGIN, VERSION, fail)
    assert leftovers(workshop.folder) == []


@pytest.mark.parametrize("stage", [Stage.RESOLVING, Stage.DOWNLOADING, Stage.BUNDLING])
async def test_a_host_that_is_killed_leaves_nothing_after_the_sweep(
    root: Path, stage: Stage
) -> None:
    await kill_host_at(stage, root)
    store = ArtifactStore(root / "store")
    assert store.list() == []
    await store.sweep()
    assert leftovers(root / "store") == []


async def test_and_the_next_installation_succeeds(root: Path) -> None:
    await kill_host_at(Stage.BUNDLING, root)
    workshop = Workshop(root / "next")
    artifact = await workshop.install("is-number", "7.0.0")
    assert workshop.store.list() == [artifact]


async def kill_host_at(stage: Stage, root: Path) -> None:
    host = textwrap.dedent(f"""
        import asyncio, pathlib
        from sandbox.install.artifact_store import ArtifactStore
        from sandbox.install.installer import Installer
        root = pathlib.Path({str(root)!r})
        async def on_progress(step):
            print(step.stage, flush=True)
        installer = Installer(ArtifactStore(root / "store"), root / "npm-cache")
        asyncio.run(installer.install({PLUGIN!r}, {VERSION!r}, on_progress))
    """)
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", host, stdout=PIPE)
    assert parent.stdout is not None
    while (line := await parent.stdout.readline()) and line.decode().strip() != stage:
        pass
    assert line, "the installation ended before it reached the stage"
    parent.kill()
    await parent.wait()
