"""Everything that runs behind the API, started in order and stopped in reverse."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

from app.auth.service import AuthService
from app.catalog.repository import PluginRepository, VersionRepository
from app.catalog.sync import Sync
from app.catalog.sync_service import SyncService
from app.catalog.version import PluginVersion
from app.database import Database, Row
from app.embedded.keys import signing_key
from app.embedded.lock import DataDirLock
from app.embedded.mongod import EmbeddedMongod
from app.errors import OneGraphError
from app.execution.execution import Execution
from app.execution.executor import Executor, Wakes
from app.execution.service import ExecutionService
from app.feed import Feed
from app.journal.entry import Entry
from app.journal.journal import Journal
from app.journal.repository import JournalRepository
from app.knowledge.embedder import Embedder
from app.knowledge.indexer import KnowledgeIndexer
from app.knowledge.qdrant_connection import QdrantConnection
from app.knowledge.search import PluginSearch
from app.knowledge.vectors import VectorIndex
from app.metrics import Metrics
from app.ontology.bootstrap import DEMO_GROUPS, Bootstrap
from app.ontology.repositories import (
    DOCUMENTS,
    ConnectionRepository,
    EventRepository,
    GroupRepository,
    PersonRepository,
)
from app.ontology.role import Role
from app.plugins.install import Install
from app.plugins.install_service import InstallService
from app.plugins.instance import PluginInstance
from app.plugins.lifecycle_service import LifecycleService
from app.services import Services
from app.settings import Settings
