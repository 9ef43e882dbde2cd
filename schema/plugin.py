"""Plugins of the catalogue."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Self

import strawberry
from strawberry.scalars import JSON

from app.catalog.plugin import Plugin as PluginRecord
from app.catalog.plugin import PluginProperties
from app.catalog.setting_spec import SettingSpec as SettingSpecRecord
from app.catalog.settings_schema import settings_schema
from app.knowledge.markdown import readme_html
from app.knowledge.source_repository import SourceRepository
from app.nested import Listing
from app.ontology import vocabulary
from app.ontology.thing import Thing as ThingRecord
from app.pagination import DEFAULT_PAGE, Order, Window
from schema import nodes, person, thing
from schema.access import public
from schema.capability import Capability
from schema.context import Info
from schema.paging import After, Connection, First, connection
from schema.plugin_version import PluginVersion
from schema.setting_spec import SETTINGS_SCHEMA, SettingSpec

if TYPE_CHECKING:
    from schema.person import Person

_LATEST_FIRST = Order("published_at", descending=True)


@public
@strawberry.type(description="A package of the public catalogue; `name` is its npm name.")
class Plugin(thing.Thing):
    """A plugin."""

    title: str = strawberry.field(description="Name for people.")
    description: str | None = strawberry.field(description="What it is for.")
    category: str = strawberry.field(description="What it is about: blockchain, model, ...")
    license: str | None = strawberry.field(description="As the package says.")
    repository: str | None = strawberry.field(description="Where its source is.")
    verified: bool = strawberry.field(description="From elizaOS's own repositories.")
    uploaded: bool = strawberry.field(description="To this server; no registry has it.")
    available: bool = strawberry.field(description="The npm registry has it.")
    latest_version: str | None = strawberry.field(description="What an install would choose.")
    dependencies: list[str] = strawberry.field(description="npm names of direct dependencies.")
    install_count: int = strawberry.field(description="Installs on this server, all groups.")
    capabilities: list[Capability] = strawberry.field(
        description="What really loaded; empty until a version was installed."
    )
    settings: list[SettingSpec] = strawberry.field(description="Declared, then found in the code.")
    specs: strawberry.Private[list[SettingSpecRecord]]

    @classmethod
    def of(cls, record: PluginRecord) -> Self:
        """The API's view of a stored plugin."""
        known = record.properties
        return cls(
            **thing.thing_fields(record, {"keywords": known.keywords, "homepage": known.homepage}),
            title=known.title,
            description=known.description,
            category=known.category,
            license=known.license,
            repository=known.repository,
            verified=known.verified,
            uploaded=known.uploaded,
            available=bool(known.available),
            latest_version=known.latest_version,
            dependencies=known.dependencies,
            install_count=known.install_count,
            capabilities=[Capability.of(item) for item in known.capabilities],
            settings=[SettingSpec.of(item) for item in known.settings],
            specs=known.settings,
        )

    @strawberry.field(description=SETTINGS_SCHEMA)
    def settings_schema(self) -> JSON:
        """The form of its settings."""
        return JSON(settings_schema(self.specs))

    @strawberry.field(description="Published versions, latest first.")
    async def versions(
        self, info: Info, first: First = DEFAULT_PAGE, after: After = None
    ) -> Connection[PluginVersion]:
        """The versions that the registry has."""
        listing = Listing(("plugin",), Window.of(first, after), order=_LATEST_FIRST)
        page = await info.context.loaders.versions_of.of(str(self.id), listing)
        return connection(page, PluginVersion.of)

    @strawberry.field(description="The README as safe HTML.")
    async def readme_html(self, info: Info) -> str | None:
        """The README, rendered and cleaned."""
        document = await info.context.loaders.readmes.load(str(self.id))
        if document is None or document.text is None:
            return None
        repository = SourceRepository.parse(self.repository) if self.repository else None
        return await asyncio.to_thread(readme_html, document.text, repository)

    @strawberry.field(description="Who wrote it, as far as the package says.")
    async def authors(
        self, info: Info
    ) -> list[Annotated[Person, strawberry.lazy("schema.person")]]:
        """The people behind the plugin."""
        ids = await info.context.loaders.authors.load(str(self.id)) or []
        found = await info.context.loaders.people.load_many(ids)
        return [person.Person.of(item) for item in found if item]


@nodes.makes({vocabulary.PLUGIN})
def plugin_of_thing(record: ThingRecord) -> Plugin:
    """A stored thing that is a plugin."""
    fields = {name: getattr(record, name) for name in ThingRecord.model_fields}
    properties = PluginProperties.model_validate(record.properties)
    return Plugin.of(PluginRecord.model_construct(**(fields | {"properties": properties})))
