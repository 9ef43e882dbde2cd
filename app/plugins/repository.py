"""Access to instances and install jobs in MongoDB."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from app.database import Row, Session
from app.jobs.repository import JobRepository
from app.ontology import vocabulary
from app.plugins.install import Install
from app.plugins.instance import InstanceProperties, PluginInstance
from app.plugins.state import HAS_ARTIFACT, STATUS, InstanceState, sources
from app.record import now
from app.repository import Query, Repository

_STAYING = {"properties.resident": True, "properties.state": InstanceState.ACTIVE.value}


class InstanceRepository(Repository[PluginInstance]):
    """The plugin instances among the things."""

    document = PluginInstance
    scope: ClassVar[Query] = {"type": vocabulary.INSTANCE}

    def load(self, row: Row) -> PluginInstance:
        """The instance behind a stored thing."""
        properties = InstanceProperties.model_validate(row.pop("properties"))
        return super().load(row | {"properties": properties})

    async def move(
        self,
        instance: str,
        state: InstanceState,
        session: Session,
        fields: Mapping[str, Any],
        revision: int | None = None,
    ) -> PluginInstance | None:
        """Take an instance to ``state``.

        None when its present state does not lead there, or when it is no longer at
        ``revision``: somebody else changed it first.
        """
        allowed = [source.value for source in sources(state) | {state}]
        change: dict[str, Any] = {f"properties.{key}": value for key, value in fields.items()}
        change |= {"properties.state": state.value, "status": STATUS[state], "updated_at": now()}
        if state in (InstanceState.UNINSTALLED, InstanceState.FAILED):
            change["unique_key"] = None
        query: dict[str, Any] = {"_id": instance, "properties.state": {"$in": allowed}}
        if revision is not None:
            query["properties.settings_revision"] = revision
        return await self.update(query, {"$set": change}, session)

    async def to_stay_up(self) -> list[PluginInstance]:
        """Every instance, of whatever group, that is to stay up between calls."""
        return await self.find(_STAYING)

    async def staying(self, instance: str) -> PluginInstance | None:
        """An instance that is to stay up; None: it is not, or no longer."""
        return await self.first({"_id": instance, **_STAYING})

    async def of_agents(self, agents: Sequence[str]) -> dict[str, list[PluginInstance]]:
        """The instances that are active for each of several agents."""
        found: dict[str, list[PluginInstance]] = {agent: [] for agent in agents}
        active = InstanceState.ACTIVE.value
        query = {
            "type": vocabulary.INSTANCE,
            "properties.agents": {"$in": list(agents)},
            "properties.state": active,
        }
        for instance in await self.find(query):
            for agent in set(instance.properties.agents) & set(agents):
                found[agent].append(instance)
        return found

    async def installed(self, groups: Sequence[str], plugins: Sequence[str]) -> set[str]:
        """Those of several plugins that any of several groups has installed."""
        if not groups or not plugins:
            return set()
        query = {
            "group": {"$in": list(groups)},
            "type": vocabulary.INSTANCE,
            "properties.state": {"$in": [state.value for state in HAS_ARTIFACT]},
            "properties.plugin": {"$in": list(plugins)},
        }
        return set(await self.collection.distinct("properties.plugin", query))

    async def of_version(self, plugin: str, version: str) -> list[str]:
        """Ids of every instance of a version that may run, in any group."""
        query = {
            "type": vocabulary.INSTANCE,
            "properties.plugin": plugin,
            "properties.version": version,
            "properties.state": {"$in": [state.value for state in HAS_ARTIFACT]},
        }
        return [row["_id"] async for row in self.collection.find(query, {"_id": 1})]

    async def reserve(self, instance: str, artifact: str, version: str) -> None:
        """Note which artefact an instance is about to use, so that nobody removes it."""
        fields = {"properties.artifact": artifact, "properties.version": version}
        await self.update({"_id": instance}, {"$set": fields | {"updated_at": now()}})

    async def unreserve(self, instance: str) -> str | None:
        """Let go of the artefact that an instance was about to use, and return it."""
        row = await self.collection.find_one_and_update(
            {"_id": instance}, {"$set": {"properties.artifact": None}}
        )
        artifact: str | None = row["properties"]["artifact"] if row else None
        return artifact

    async def artifact_users(self, artifact: str) -> int:
        """How many living instances need an artefact."""
        gone = InstanceState.UNINSTALLED.value
        return await self.count(
            {
                "type": vocabulary.INSTANCE,
                "properties.artifact": artifact,
                "properties.state": {"$ne": gone},
            }
        )


class InstallRepository(JobRepository[Install]):
    """Install jobs."""

    document = Install

    async def by_key(self, group: str, key: str) -> Install | None:
        """The install that was asked for under an idempotency key."""
        return await self.first({"group": group, "idempotency_key": key})
