"""Hosts of executions that never run."""

from app.catalog.capability import CapabilityKind
from app.database import Database
from app.execution.execution import Execution
from app.host.hosts import Hosts as HostMaker
from app.host.plugin_host import PluginHost
from app.identifiers import Kind, new_id
from app.knowledge.group_search import GroupSearch
from app.knowledge.group_service import GroupKnowledgeService
from app.knowledge.knowledge import PluginKnowledge
from app.models.source import NoModels
from app.packed import pack
from app.settings import Settings


class Hosts:
    """Hosts of executions, over one database."""

    def __init__(self, database: Database, knowledge: PluginKnowledge, settings: Settings) -> None:
        self.database = database
        self.service = GroupKnowledgeService(database, settings, knowledge.indexer)
        search = GroupSearch(database, knowledge.indexer)
        self._hosts = HostMaker(database, settings, search, NoModels())

    def of(
        self, group: str | None = None, instance: str | None = None, agent: str | None = None
    ) -> PluginHost:
        """The host of a new execution; by default of an instance of its own."""
        execution = Execution(
            group=group or new_id(Kind.GROUP),
            instance=instance or new_id(Kind.THING),
            plugin=new_id(Kind.THING),
            agent=agent,
            requested_by=new_id(Kind.PERSON),
            capability=CapabilityKind.ACTION,
            name="ACT",
            params=pack({}),
            timeout_ms=1_000,
        )
        return self._hosts.of(execution)
