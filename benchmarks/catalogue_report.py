"""Installs and probes every plugin of the index, and writes docs/compatibility.md.

Baseline: the prototype's figures, which the report names. What was tried is kept in a folder, so
that a run that was broken off goes on where it stopped.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from sandbox.errors import SandboxError
from sandbox.install.artifact_store import ArtifactStore
from sandbox.install.errors import InstallFailed
from sandbox.install.installer import Installer
from sandbox.install.progress import Progress as Step
from sandbox.limits import Limits
from sandbox.registry.registry import Registry
from sandbox.worker.probe import probe

ROOT = Path(__file__).parents[1]
INDEX = ROOT / "app" / "catalog" / "index.json"
REPORT = ROOT / "docs" / "compatibility.md"
BASELINE = "the prototype: 94 of 103 load, 92 initialise"
Row = dict[str, Any]


class Catalogue:
    """Tries names one after the other, and remembers what came of each."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._results = folder / "results.jsonl"
        self._store = ArtifactStore(folder / "store")
        self._cache = folder / "npm-cache"
        self._installer = Installer(self._store, self._cache)
        self.rows = self._known()

    async def available(self) -> list[str]:
        """The names of the index that the registry has."""
        names = json.loads(INDEX.read_bytes())
        records = [record async for record in Registry(self._cache).read(names)]
        return sorted(record.name for record in records if record.available)

    async def tried(self, name: str) -> Row:
        """What came of a plugin, now or before."""
        if name not in self.rows:
            row = await self._try(name)
            with self._results.open("a") as results:
                results.write(json.dumps(row) + "\n")
            self.rows[name] = row
        return self.rows[name]

    async def _try(self, name: str) -> Row:
        began = time.monotonic()
        row: Row = {"name": name, "version": None, "loaded": False, "started": False}
        try:
            artifact = await self._installer.install(name, None, _quiet)
        except InstallFailed as failure:
            return row | {"reason": f"{failure.code}: {failure.message}", "repairs": []}
        row |= {"version": artifact.version, "repairs": artifact.repairs}
        row["seconds"] = round(time.monotonic() - began, 1)
        try:
            report = await probe(artifact.path, Limits())
        except SandboxError as error:
            row["reason"] = error.message
        else:
            row |= {"loaded": report.loaded, "started": report.loaded and report.reason is None}
            row |= {"reason": report.reason, "repairs": [*artifact.repairs, *report.repairs]}
        await self._store.remove(artifact.digest)
        return row

    def _known(self) -> dict[str, Row]:
        if not self._results.exists():
            return {}
        rows = (json.loads(line) for line in self._results.read_text().splitlines())
        return {row["name"]: row for row in rows}


async def _quiet(_step: Step) -> None:
    """Nobody watches a single install."""


def report(rows: Iterable[Row]) -> str:
    """The page: a summary and a table."""
    known = sorted(rows, key=lambda row: (row["started"], row["loaded"], row["name"]))
    counts = Counter((row["loaded"], row["started"]) for row in known)
    loaded = counts[True, True] + counts[True, False]
    lines = [
        "# Which plugins load",
        "",
        "`make catalogue-report` installs and loads every plugin that the registry has, alone and "
        "in full isolation,",
        f"without settings and network. Of {len(known)}, {loaded} load, and of these "
        f"{counts[True, True]} start with all their services",
        f"({BASELINE}).",
        "",
        "| Plugin | Version | Result | What was needed, or why not |",
        "|---|---|---|---|",
    ]
    return "\n".join([*lines, *map(_line, known)]) + "\n"


def _line(row: Row) -> str:
    result = "starts" if row["started"] else "loads" if row["loaded"] else "**does not load**"
    words = row["reason"] or "; ".join(row["repairs"]) or "nothing"
    text = " ".join(words.split()).replace("|", "\\|").replace("<", "&lt;")[:240]
    return f"| {row['name']} | {row['version'] or ''} | {result} | {text} |"


async def run(folder: Path) -> None:
    """Try all, and write the report."""
    catalogue = Catalogue(folder)
    console = Console(stderr=True)
    with Progress(console=console) as progress:
        names = await catalogue.available()
        task = progress.add_task("Plugins", total=len(names))
        for name in names:
            row = await catalogue.tried(name)
            console.print(f"{name} {row['version']}: {_line(row).split('|')[3].strip()}")
            progress.advance(task)
    page = report(catalogue.rows[name] for name in names)
    await asyncio.to_thread(REPORT.write_text, page)


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1])))
