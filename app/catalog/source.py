"""Where the catalogue comes from: the index of names, and the npm registry."""

import asyncio
from collections.abc import AsyncGenerator, Iterable, Iterator
from contextlib import aclosing, contextmanager, suppress

from app.catalog.index import NameIndex, Names
from app.errors import RegistryUnavailable
from app.settings import Settings
from sandbox.node_process import NodeProcessFailed
from sandbox.registry.record import PackageRecord
from sandbox.registry.registry import Registry
from sandbox.registry.registry import RegistryUnavailable as NotReached

CHECK_SECONDS = 3.0  # npm's client tries a refused connection again for 2 s


class CatalogueSource:
    """The index and the registry, as this server is set up to reach them."""

    def __init__(self, settings: Settings, registry: Registry) -> None:
        self._index = NameIndex(settings.registry_index)
        self._registry = registry

    async def names(self) -> Names:
        """What the index lists.

        Raises:
            RegistryUnavailable: the index cannot be read, or has another shape.
        """
        return await self._index.read()

    async def records(self, names: Iterable[str]) -> AsyncGenerator[PackageRecord, None]:
        """What the registry says of each name, in order of arrival.

        Raises:
            RegistryUnavailable: nothing more can be learnt now.
        """
        with _translated():
            async with aclosing(self._registry.read(names)) as records:
                async for record in records:
                    yield record

    async def check(self) -> None:
        """Look, for a few seconds at most, whether index and registry answer.

        Raises:
            RegistryUnavailable: one of them does not. (One that is slow may yet.)
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(CHECK_SECONDS):
                name = next(iter(await self.names()))
                with _translated():
                    record = await self._registry.versions(name)
                if record.error:
                    raise _unavailable(record.error)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (NotReached, NodeProcessFailed) as error:
        raise _unavailable(str(error)) from error


def _unavailable(reason: str) -> RegistryUnavailable:
    return RegistryUnavailable(
        f"The npm registry cannot be asked: {reason}.",
        "Look at `npm config get registry` and `npm ping`, then sync again.",
    )
