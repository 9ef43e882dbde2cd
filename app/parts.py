"""What the services stand on."""

from dataclasses import dataclass

from app.auth.key_ring import KeyRing
from app.auth.login import Login
from app.catalog.source import CatalogueSource
from app.catalog.sync_service import SyncService
from app.database import Database
from app.execution.executor import Wakes
from app.feed import Feed
from app.journal.journal import Journal
from app.knowledge.knowledge import PluginKnowledge
from app.metrics import Metrics
from app.persisted.service import PersistedOperations
from app.secrets.vault import Vault
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class Parts:
    """One of each thing that lives as long as the server.

    Attributes:
        login: at an OpenID Connect issuer; None: only own tokens count.
    """

    settings: Settings
    database: Database
    metrics: Metrics
    wakes: Wakes
    keys: KeyRing
    login: Login | None
    journal: Journal
    events: Feed
    knowledge: PluginKnowledge
    source: CatalogueSource
    sync: SyncService
    persisted: PersistedOperations
    vault: Vault
