"""What resolvers and subscriptions call, put together once."""

from dataclasses import dataclass

from app.auth.service import AuthService
from app.catalog.sync_service import SyncService
from app.database import Database
from app.execution.service import ExecutionService
from app.feed import Feed
from app.journal.journal import Journal
from app.knowledge.search import PluginSearch
from app.metrics import Metrics
from app.plugins.install_service import InstallService
from app.plugins.lifecycle_service import LifecycleService


@dataclass(frozen=True, slots=True)
class Services:
    """The caller's side of everything."""

    database: Database
    metrics: Metrics
    auth: AuthService
    installs: InstallService
    lifecycle: LifecycleService
    executions: ExecutionService
    sync: SyncService
    search: PluginSearch
    journal: Journal
    events_feed: Feed
