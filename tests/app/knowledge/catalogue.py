"""A few plugins that tests search for."""

from app.catalog.capability import Capability, CapabilityKind
from app.catalog.plugin import Plugin, PluginProperties, plugin_key
from app.catalog.repository import PluginRepository
from app.database import Database
from app.ontology.knowledge import Knowledge
from app.ontology.repositories import KnowledgeRepository

DISCORD = "# Discord\n\nLets your agent talk to people in the channels of a Discord server."
PDF = "# PDF\n\nExtracts the text of documents page by page."
SOLANA = "# Solana\n\nSwaps and transfers tokens on the Solana blockchain."


class SmallCatalogue:
    """Writes plugins as a sync would."""

    def __init__(self, database: Database) -> None:
        self._plugins = PluginRepository(database)
        self._knowledge = KnowledgeRepository(database)

    async def fill(self) -> list[str]:
        """Three plugins that the registry has; their ids: Discord, PDF, Solana."""
        return [
            await self.add("@x/plugin-discord", DISCORD, category="client", verified=True),
            await self.add("@x/plugin-pdf", PDF, category="media"),
            await self.add("@x/plugin-solana", SOLANA, category="blockchain"),
        ]

    async def add(self, name: str, readme: str | None = None, **known: object) -> str:
        """One plugin; the id."""
        title = name.removeprefix("@x/plugin-").capitalize()
        properties = PluginProperties.model_validate({"title": title, "available": True} | known)
        plugin = Plugin(name=name, unique_key=plugin_key(name), properties=properties)
        await self._plugins.insert(plugin)
        if readme:
            await self._knowledge.insert(Knowledge(type="document", source=plugin.id, text=readme))
        return plugin.id

    async def rewrite(self, plugin: str, readme: str) -> None:
        """Give a plugin another README."""
        query = {"source": plugin, "group": None, "type": "document"}
        await self._knowledge.update(query, {"$set": {"text": readme}})

    async def learn_action(self, plugin: str, name: str, description: str) -> None:
        """A version was loaded and turned out to have an action."""
        action = Capability(kind=CapabilityKind.ACTION, name=name, description=description)
        await self._plugins.update(
            {"_id": plugin}, {"$set": {"properties.capabilities": [action.model_dump()]}}
        )
