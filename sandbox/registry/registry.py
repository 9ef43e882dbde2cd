"""Reads what the npm registry in use knows about packages."""

from collections.abc import AsyncGenerator, Iterable, Mapping
from contextlib import aclosing
from pathlib import Path

from sandbox.install.package_spec import is_package_name
from sandbox.node_process import run_script
from sandbox.registry.record import PackageRecord

CORE_PACKAGE = "@elizaos/core"


class RegistryUnavailable(Exception):
    """The registry could not be asked; the message is the error code of Node.js or npm."""


class Registry:
    """The registry that this machine's npm is configured with."""

    def __init__(self, cache: Path, environment: Mapping[str, str] | None = None) -> None:
        """Prepare to read.

        Args:
            cache: folder of npm's cache, kept from one reading to the next.
            environment: what npm's configuration is read from; this process's own by default.
        """
        self._cache = cache
        self._environment = environment

    async def read(self, names: Iterable[str]) -> AsyncGenerator[PackageRecord, None]:
        """Each package with its versions and the newest one's manifest, in order of arrival.

        Names that the registry does not have, and packages that cannot be read, are records too.

        Raises:
            RegistryUnavailable: nothing more can be learnt now.
        """
        records = self._records(list(names), tarballs=True)
        async with aclosing(records):
            async for record in records:
                yield record

    async def versions(self, name: str) -> PackageRecord:
        """One package with its versions as they are now, without a manifest.

        Raises:
            RegistryUnavailable: the registry could not be asked.
        """
        records = self._records([name], tarballs=False)
        async with aclosing(records):
            return await anext(records)

    async def _records(
        self, names: list[str], *, tarballs: bool
    ) -> AsyncGenerator[PackageRecord, None]:
        for name in names:
            if not is_package_name(name):
                yield PackageRecord(name=name, available=False)
        self._cache.mkdir(parents=True, exist_ok=True)
        request = {
            "names": [name for name in names if is_package_name(name)],
            "tarballs": tarballs,
            "cache": str(self._cache.resolve()),
            "corePackage": CORE_PACKAGE,
        }
        events = run_script(
            "registry/main.mjs", request, cwd=self._cache, environment=self._environment
        )
        async with aclosing(events):
            async for event in events:
                if event["event"] == "unavailable":
                    raise RegistryUnavailable(event["reason"])
                yield PackageRecord.from_event(event["record"])
