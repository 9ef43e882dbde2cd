"""Everything that the API calls, put together once."""

from dataclasses import dataclass

from app.auth.service import AuthService
from app.catalog.repository import PluginRepository, VersionRepository
from app.catalog.sync_service import SyncService
from app.database import Database
from app.execution.repository import ExecutionRepository
from app.execution.service import ExecutionService
from app.feed import Feed
from app.journal.journal import Journal
from app.journal.repository import JournalRepository
from app.knowledge.search import PluginSearch
from app.ontology.repositories import (
    ConnectionRepository,
    EventRepository,
    GroupRepository,
    PersonRepository,
    ThingRepository,
)
from app.plugins.install_service import InstallService
from app.plugins.lifecycle_service import LifecycleService
from app.plugins.repository import InstanceRepository
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class Services:
    """What resolvers and subscriptions use."""

    settings: Settings
    database: Database
    auth: AuthService
    installs: InstallService
    lifecycle: LifecycleService
    executions: ExecutionService
    sync: SyncService
    search: PluginSearch
    journal: Journal
    events_feed: Feed
