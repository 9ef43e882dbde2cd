"""What resolvers and subscriptions call, put together once."""

from dataclasses import dataclass
from typing import Self

from app.agent_memory.forget_service import ForgetService
from app.auth.service import AuthService
from app.catalog.sync_service import SyncService
from app.database import Database
from app.execution.service import ExecutionService
from app.execution.token_service import ExecutionTokenService
from app.feed import Feed
from app.journal.journal import Journal
from app.knowledge.group_search import GroupSearch
from app.knowledge.group_service import GroupKnowledgeService
from app.knowledge.search import PluginSearch
from app.metrics import Metrics
from app.models.choice_service import ModelChoiceService
from app.ontology.connection_service import ConnectionService
from app.ontology.group_service import GroupService
from app.ontology.people_service import PeopleService
from app.ontology.repositories import ConnectionRepository, PersonRepository
from app.ontology.thing_service import ThingService
from app.parts import Parts
from app.persisted.service import PersistedOperations
from app.plugins.configure_service import ConfigureService
from app.plugins.install_service import InstallService
from app.plugins.lifecycle_service import LifecycleService
from app.security.policy_service import PolicyService
from app.security.revocation_service import RevocationService
from app.uploads.publisher_service import PublisherService
from app.uploads.upload_service import UploadService


@dataclass(frozen=True, slots=True)
class Services:
    """The caller's side of everything."""

    database: Database
    metrics: Metrics
    auth: AuthService
    things: ThingService
    connections: ConnectionService
    groups: GroupService
    people: PeopleService
    installs: InstallService
    lifecycle: LifecycleService
    configuring: ConfigureService
    revocations: RevocationService
    policies: PolicyService
    models: ModelChoiceService
    memories: ForgetService
    uploads: UploadService
    publishers: PublisherService
    executions: ExecutionService
    execution_tokens: ExecutionTokenService
    sync: SyncService
    search: PluginSearch
    knowledge: GroupKnowledgeService
    knowledge_search: GroupSearch
    journal: Journal
    events_feed: Feed
    persisted: PersistedOperations

    @classmethod
    def over(cls, parts: Parts) -> Self:
        """Put the services together."""
        database, settings, wakes = parts.database, parts.settings, parts.wakes
        people, connections = PersonRepository(database), ConnectionRepository(database)
        indexer = parts.knowledge.indexer
        return cls(
            database=database,
            metrics=parts.metrics,
            auth=AuthService(parts.keys, people, connections, parts.login),
            things=ThingService(database, settings),
            connections=ConnectionService(database),
            groups=GroupService(database, settings),
            people=PeopleService(database, settings),
            installs=InstallService(database, parts.journal, settings, parts.vault, wakes.installs),
            lifecycle=LifecycleService(database, parts.vault),
            configuring=ConfigureService(database, settings, parts.vault),
            revocations=RevocationService(database),
            policies=PolicyService(database),
            models=ModelChoiceService(database),
            memories=ForgetService(database),
            uploads=UploadService(database, indexer),
            publishers=PublisherService(database),
            executions=ExecutionService(
                database, parts.journal, settings, parts.vault, wakes.executions
            ),
            execution_tokens=ExecutionTokenService(database, parts.keys),
            sync=parts.sync,
            search=parts.knowledge.search,
            knowledge=GroupKnowledgeService(database, settings, indexer),
            knowledge_search=GroupSearch(database, indexer),
            journal=parts.journal,
            events_feed=parts.events,
            persisted=parts.persisted,
        )
