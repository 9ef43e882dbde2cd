"""Installing plugin-starter, against ``npm install`` of the same package."""

import asyncio
import sys
from pathlib import Path
from time import perf_counter

from benchmarks.figure import Figure
from benchmarks.stopwatch import seconds_of
from tests.serving import GraphQLClient

PACKAGE = "@elizaos/plugin-starter"
FIRST_LIMIT = 30.0
SECOND_LIMIT = 1.0
INSTALL = """mutation($group: ID!, $plugin: String!) {
  installPlugin(input: {group: $group, plugin: $plugin}) {
    ... on InstallPluginPayload { instance { id } }
  }
}"""
PROGRESS = "subscription($id: ID!) { installProgress(instance: $id) { stage } }"
GROUP = "query($slug: String!) { group(slug: $slug) { id } }"


async def install(client: GraphQLClient, slug: str) -> str:
    """Install the package in a group and wait until it is done; the instance's id."""
    group = (await client.data(GROUP, slug=slug))["group"]["id"]
    answer = await client.data(INSTALL, group=group, plugin=PACKAGE)
    instance: str = answer["installPlugin"]["instance"]["id"]
    updates = await client.all_updates(PROGRESS, id=instance)
    assert updates[-1]["installProgress"]["stage"] == "DONE", updates[-1]
    return instance


async def npm_install(folder: Path) -> None:
    """What a developer would type, with a cache as empty as ours."""
    command = [str(Path(sys.executable).parent / "npm"), "install", PACKAGE, "--ignore-scripts"]
    process = await asyncio.create_subprocess_exec(
        *command,
        "--no-audit",
        "--no-fund",
        f"--cache={folder / 'cache'}",
        cwd=folder,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert await process.wait() == 0


async def measure(
    first: GraphQLClient, second: GraphQLClient, scratch: Path
) -> tuple[list[Figure], str]:
    """Install in the group demo, then in demo2; the figures, and demo's instance."""
    folder = scratch / "npm"
    folder.mkdir()
    bare = await seconds_of(lambda: npm_install(folder))
    started = perf_counter()
    instance = await install(first, "demo")
    in_first = perf_counter() - started
    in_second = await seconds_of(lambda: install(second, "demo2"))
    name = "npm install of it"
    figures = [
        Figure("first install of plugin-starter", [in_first], FIRST_LIMIT, name, [bare]),
        Figure("install in a second group", [in_second], SECOND_LIMIT, name, [bare]),
    ]
    return figures, instance
