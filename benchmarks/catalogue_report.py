"""Installs and probes every plugin of the index, and writes docs/compatibility.md.

Baseline: figures of one process without isolation, which the report names. What was tried is kept
in a folder, so that a run that was broken off goes on where it stopped.
"""

import asyncio
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path

import nodesemver  # type: ignore[import-untyped] # it ships no types
from rich.console import Console
from rich.progress import Progress

from benchmarks.catalogue_page import REPORT, Row, page, result
from sandbox.install.artifact_store import ArtifactStore
from sandbox.install.errors import InstallFailed
from sandbox.install.installer import Installer
from sandbox.install.progress import Progress as Step
from sandbox.limits import Limits
from sandbox.registry.record import PackageRecord
from sandbox.registry.registry import Registry
from sandbox.worker.probe import probe

ROOT = Path(__file__).parents[1]
INDEX = ROOT / "app" / "catalog" / "index.json"
MOST_OTHERS = 5
_KEPT = ("loaded", "is_plugin", "initialised", "reason", "services_not_started")


class Catalogue:
    """Tries names one after the other, and remembers what came of each."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._results = folder / "results.jsonl"
        self._store = ArtifactStore(folder / "store")
        self._cache = folder / "npm-cache"
        self._installer = Installer(self._store, self._cache)
        self.rows = self._known()

    async def available(self) -> list[PackageRecord]:
        """What of the index the registry has."""
        names = json.loads(INDEX.read_bytes())
        records = [record async for record in Registry(self._cache).read(names)]
        return sorted((each for each in records if each.available), key=lambda each: each.name)

    async def tried(self, record: PackageRecord) -> Row:
        """What came of a plugin, now or before."""
        if record.name not in self.rows:
            row = await self._try_versions(record)
            with self._results.open("a") as results:
                results.write(json.dumps(row) + "\n")
            self.rows[record.name] = row
        return self.rows[record.name]

    async def _try_versions(self, record: PackageRecord) -> Row:
        """The newest version, or the first of the others that loads where that does not."""
        newest = await self._try(record.name, record.dist_tags["latest"])
        if newest["loaded"]:
            return newest
        for version in _others(record):
            other = await self._try(record.name, version)
            if other["loaded"]:
                return other | {"instead_of": newest}
        return newest

    async def _try(self, name: str, version: str) -> Row:
        began = time.monotonic()
        row: Row = {"name": name, "version": version, "repairs": [], "is_plugin": True}
        row |= {"loaded": False, "initialised": False, "services_not_started": []}
        try:
            artifact = await self._installer.install(name, version, _quiet)
        except InstallFailed as failure:
            return row | {"reason": f"{failure.code}: {failure.message}"}
        row["seconds"] = round(time.monotonic() - began, 1)
        report = asdict(await probe(artifact.path, Limits()))
        row |= {key: report[key] for key in _KEPT}
        row["repairs"] = [*artifact.repairs, *report["repairs"]]
        await self._store.remove(artifact.digest)
        return row

    def _known(self) -> dict[str, Row]:
        if not self._results.exists():
            return {}
        rows = (json.loads(line) for line in self._results.read_text().splitlines())
        return {row["name"]: row for row in rows}


def _others(record: PackageRecord) -> list[str]:
    """The highest versions beside the newest."""
    versions = nodesemver.rsort([each.version for each in record.versions], loose=True)
    return [each for each in versions if each != record.dist_tags["latest"]][:MOST_OTHERS]


async def _quiet(_step: Step) -> None:
    """Nobody watches a single install."""


async def run(folder: Path) -> None:
    """Try all, and write the report."""
    catalogue = Catalogue(folder)
    console = Console(stderr=True)
    rows = []
    with Progress(console=console) as progress:
        records = await catalogue.available()
        task = progress.add_task("Plugins", total=len(records))
        for record in records:
            rows.append(await catalogue.tried(record))
            console.print(f"{record.name} {rows[-1]['version']}: {result(rows[-1])}")
            progress.advance(task)
    await asyncio.to_thread(REPORT.write_text, page(rows))


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1])))
