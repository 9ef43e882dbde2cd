"""Plugins that a group has installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Self

import strawberry
from strawberry.scalars import JSON

from app.auth.permission import Permission
from app.catalog.setting_spec import SettingSpec as SettingSpecRecord
from app.catalog.settings_schema import settings_schema
from app.nested import Listing
from app.ontology import vocabulary
from app.ontology.group import Plan
from app.ontology.thing import Thing as ThingRecord
from app.pagination import DEFAULT_PAGE, Window
from app.plugins.configuration import missing_settings, setting_problems
from app.plugins.instance import InstanceProperties
from app.plugins.instance import PluginInstance as InstanceRecord
from app.repository import NEWEST_FIRST
from schema import agent, execution, nodes, thing
from schema import group as groups
from schema import plugin as plugins
from schema.access import covered, needs
from schema.capability import Capability
from schema.context import Info
from schema.enums import InstanceState
from schema.failure import Failure
from schema.paging import After, Connection, First, connection
from schema.residence import Residence
from schema.setting_problem import SettingProblem
from schema.setting_spec import SETTINGS_SCHEMA

if TYPE_CHECKING:
    from schema.agent import Agent
    from schema.execution import Execution
    from schema.group import Group
    from schema.plugin import Plugin


@covered
@strawberry.type(description="How much an instance was used, and what its group may still use.")
class Usage:
    """Counts of executions."""

    executions: int = strawberry.field(description="Asked for since the install.")
    failures: int = strawberry.field(description="Of these, how many did not succeed.")
    average_ms: float | None = strawberry.field(description="Mean duration, in milliseconds.")
    quota_limit: int | None = strawberry.field(description="The group's a day; null: unlimited.")
    quota_used: int = strawberry.field(description="By the group since midnight UTC.")


@needs(Permission.READ_DATA)
@strawberry.type(description="One installation of a plugin in a group.")
class PluginInstance(thing.Thing):
    """An instance."""

    version: str = strawberry.field(description="Exact once resolved; before that as asked for.")
    state: InstanceState = strawberry.field(description="Where it stands in its life.")
    failure: Failure | None = strawberry.field(description="Why it is FAILED or ERROR.")
    settings: JSON = strawberry.field(description="The settings given to it; never a secret.")
    secret_keys: list[str] = strawberry.field(description="Names of its secrets.")
    permissions: list[str] = strawberry.field(description="What its owner granted it.")
    one_shot: bool = strawberry.field(
        description="Each call runs in a process of its own, so that no state survives."
    )
    cache_seconds: int = strawberry.field(
        description="How long answers of its providers are kept; 0: not at all."
    )
    resident: bool = strawberry.field(description="It is to stay up between calls.")
    allowed_hosts: list[str] = strawberry.field(description="Where its requests may go.")
    pinned_hosts: list[str] = strawberry.field(
        description="Hosts whose TLS passes through unread, since they pin their certificate."
    )
    memory_mb: int | None = strawberry.field(
        description="Memory of each of its processes, in MiB; null: as the server says."
    )
    record: strawberry.Private[InstanceRecord]

    @classmethod
    def of(cls, record: InstanceRecord) -> Self:
        """The API's view of a stored instance."""
        known = record.properties
        shown = {"plugin": known.plugin, "version": known.version, "state": known.state}
        return cls(
            **thing.thing_fields(record, shown),
            version=known.version,
            state=known.state,
            failure=Failure.of(known.failure),
            settings=JSON(known.settings),
            secret_keys=known.secret_keys,
            permissions=known.permissions,
            allowed_hosts=known.allowed_hosts,
            pinned_hosts=known.pinned_hosts,
            one_shot=known.one_shot,
            cache_seconds=known.cache_seconds,
            resident=known.resident,
            memory_mb=known.memory_mb,
            record=record,
        )

    @strawberry.field(description="The tenant that owns it.")
    async def group(self, info: Info) -> Annotated[Group, strawberry.lazy("schema.group")]:
        """The owning group."""
        return nodes.required(await groups.find_group(info, self.group_id))

    @strawberry.field(description="What was installed.")
    async def plugin(self, info: Info) -> Annotated[Plugin, strawberry.lazy("schema.plugin")]:
        """The catalogue's plugin."""
        found = await info.context.loaders.plugins.load(self.record.properties.plugin)
        return plugins.Plugin.of(nodes.required(found))

    @strawberry.field(description="Its executions, newest first.")
    async def executions(
        self, info: Info, first: First = DEFAULT_PAGE, after: After = None
    ) -> Connection[Annotated[Execution, strawberry.lazy("schema.execution")]]:
        """What was executed with it."""
        listing = Listing(("instance",), Window.of(first, after), order=NEWEST_FIRST)
        page = await info.context.loaders.executions_of.of(str(self.id), listing)
        return connection(page, execution.Execution.of)

    @strawberry.field(description="What it can do: what really loaded.")
    async def capabilities(self, info: Info) -> list[Capability]:
        """The capabilities of the installed version."""
        known = self.record.properties
        version = await info.context.loaders.versions.load((known.plugin, known.version))
        return [Capability.of(item) for item in version.capabilities] if version else []

    @strawberry.field(description="Declared as required, without value and default.")
    async def missing_settings(self, info: Info) -> list[str]:
        """What keeps the instance from becoming active by itself."""
        known = self.record.properties
        return missing_settings(known.settings, await self._specs(info), known.secret_keys)

    @strawberry.field(
        description="What is wrong with its settings and secrets: missing, of another type than "
        "its version declares, or most likely misspelt."
    )
    async def setting_problems(self, info: Info) -> list[SettingProblem]:
        """What its owner should look at."""
        known = self.record.properties
        found = setting_problems(known.settings, await self._specs(info), known.secret_keys)
        return [SettingProblem.of(item) for item in found]

    @strawberry.field(description=SETTINGS_SCHEMA)
    async def settings_schema(self, info: Info) -> JSON:
        """The form of its version's settings."""
        return JSON(settings_schema(await self._specs(info)))

    async def _specs(self, info: Info) -> list[SettingSpecRecord]:
        known = self.record.properties
        version = await info.context.loaders.versions.load((known.plugin, known.version))
        return version.settings if version else []

    @strawberry.field(description="The agents it is active for, besides the group as a whole.")
    async def agents(self, info: Info) -> list[Annotated[Agent, strawberry.lazy("schema.agent")]]:
        """The agents that may use it."""
        found = await info.context.loaders.things.load_many(self.record.properties.agents)
        return [agent.Agent.of(item) for item in found if item]

    @strawberry.field(description="How its stay goes; null: it never was to stay up.")
    async def residence(self, info: Info) -> Residence | None:
        """Its stay between calls."""
        found = await info.context.loaders.residences.load(str(self.id))
        return Residence.of(found) if found else None

    @strawberry.field(description="How much it was used.")
    async def usage(self, info: Info) -> Usage:
        """Counts over the instance's life, and the group's quota."""
        counted = await info.context.loaders.usage.load(str(self.id)) or {}
        owner = await info.context.loaders.groups.load(str(self.group_id))
        quota = info.context.services.executions.quota
        return Usage(
            executions=counted.get("executions", 0),
            failures=counted.get("failures", 0),
            average_ms=counted.get("average_ms"),
            quota_limit=quota.daily_limit(Plan(owner.plan)) if owner else None,
            quota_used=await info.context.loaders.used_today.load(str(self.group_id)) or 0,
        )


@nodes.makes({vocabulary.INSTANCE})
def instance_of_thing(record: ThingRecord) -> PluginInstance:
    """A stored thing that is a plugin instance."""
    fields = {name: getattr(record, name) for name in ThingRecord.model_fields}
    properties = InstanceProperties.model_validate(record.properties)
    return PluginInstance.of(
        InstanceRecord.model_construct(**(fields | {"properties": properties}))
    )
