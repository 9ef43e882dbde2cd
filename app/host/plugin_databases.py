"""Keeping plugins' own SQL databases."""

from app.agent_memory.scope import Scope
from app.database import Database, Duplicate, Session
from app.host.kept_database import KeptDatabase
from app.record import now
from app.repository import Repository
from sandbox.worker.host import HostCallFailed

MOST_DATABASE_BYTES = 10_000_000


class KeptDatabaseRepository(Repository[KeptDatabase]):
    """Databases of instances."""

    document = KeptDatabase

    async def of_scope(self, instance: str, scope: str, known: int) -> KeptDatabase | None:
        """The database of an instance for an agent or group; without its content if it is known."""
        query = {"instance": instance, "scope": scope}
        brief = await self.collection.find_one(query | {"version": known}, {"content": 0})
        return self.load(brief) if brief else await self.first(query)

    async def others_size(self, instance: str, scope: str, session: Session) -> int:
        """The bytes of an instance's other databases."""
        rows = self.collection.find(
            {"instance": instance, "scope": {"$ne": scope}}, {"size": 1}, session=session
        )
        return sum([row["size"] async for row in rows])

    async def forget_all(self, instance: str, session: Session) -> None:
        """Remove all databases of an instance."""
        await self.collection.delete_many({"instance": instance}, session=session)


class PluginDatabases:
    """Keeps the database of one scope; see ``sandbox.worker.plugin_database.PluginDatabase``."""

    def __init__(self, database: Database, scope: Scope) -> None:
        self._database = database
        self._scope = scope
        self._kept = KeptDatabaseRepository(database)

    async def load(self, known: int) -> tuple[int, bytes | None]:
        """Give what was kept last."""
        found = await self._kept.of_scope(self._scope.instance, self._scope.id, known)
        if found is None:
            return 0, None
        return found.version, None if found.version == known else found.content

    async def save(self, known: int, content: bytes) -> int:
        """Keep the successor of a version."""

        async def write(session: Session) -> None:
            await self._check_size(len(content), session)
            if not await (self._change if known else self._begin)(known, content, session):
                raise _changed()

        try:
            await self._database.transact(write)
        except Duplicate:
            raise _changed() from None
        return known + 1

    async def _begin(self, known: int, content: bytes, session: Session) -> bool:
        scope = self._scope
        kept = KeptDatabase(
            group=scope.group,
            instance=scope.instance,
            scope=scope.id,
            version=known + 1,
            content=content,
            size=len(content),
        )
        await self._kept.insert(kept, session)
        return True

    async def _change(self, known: int, content: bytes, session: Session) -> bool:
        query = {"instance": self._scope.instance, "scope": self._scope.id, "version": known}
        change = {"content": content, "size": len(content), "updated_at": now()}
        fields = {"$set": change, "$inc": {"version": 1}}
        return bool(
            (await self._kept.collection.update_one(query, fields, session=session)).matched_count
        )

    async def _check_size(self, size: int, session: Session) -> None:
        others = await self._kept.others_size(self._scope.instance, self._scope.id, session)
        if others + size > MOST_DATABASE_BYTES:
            raise HostCallFailed(
                "STORAGE_FULL",
                f"An instance's databases take {MOST_DATABASE_BYTES} bytes at most, compressed; "
                f"this one would take {size}, and others take {others}",
            )


def _changed() -> HostCallFailed:
    return HostCallFailed(
        "DATABASE_CHANGED",
        "Another call changed the plugin's database meanwhile; what this one wrote is not kept",
    )
