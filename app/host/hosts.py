"""Making hosts for errands."""

import math
from dataclasses import replace

from app.agent_memory.scope import Scope
from app.agent_memory.service import AgentMemory
from app.database import Database
from app.host.errand import Beginning, Errand
from app.host.plugin_databases import PluginDatabases
from app.host.plugin_host import PluginHost
from app.knowledge.group_search import GroupSearch
from app.models.source import ModelSource
from app.settings import Settings
from sandbox.worker.call import WorkerSpec


class Hosts:
    """Puts together what the host does for plugins."""

    def __init__(
        self, database: Database, settings: Settings, search: GroupSearch, models: ModelSource
    ) -> None:
        self._database = database
        self._settings = settings
        self._search = search
        self._models = models

    def beginning(self, spec: WorkerSpec, errand: Errand) -> WorkerSpec:
        """A worker's spec with the host of its start, which is no part of the errand itself."""
        start = Beginning(errand.instance, errand.group, errand.instance, errand.agent)
        return replace(spec, host=self.of(start))

    def of(self, errand: Errand, event_seconds: float = math.inf) -> PluginHost:
        """The host of an errand; ``event_seconds`` as of ``PluginHost``."""
        scope = Scope.of(errand)
        memory = AgentMemory(self._database, self._settings, scope, event_seconds)
        own = PluginDatabases(self._database, scope)
        return PluginHost(
            self._database, self._search, memory, own, self._models, errand, event_seconds
        )
