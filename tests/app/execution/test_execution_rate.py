"""What counts as an execution of an instance: what is queued, once."""

import asyncio
from collections import Counter

import pytest

from app.auth.caller import Caller
from app.auth.permission import Permission
from app.auth.principal import Principal
from app.catalog.capability import Capability, CapabilityKind
from app.catalog.repository import VersionRepository
from app.catalog.version import PluginVersion
from app.database import Database
from app.errors import CapabilityNotFound, OneGraphError, RateLimited
from app.execution.repository import ExecutionRepository
from app.execution.request import ExecutionRequest
from app.execution.service import ExecutionService
from app.identifiers import Kind, new_id
from app.journal.journal import Journal
from app.journal.repository import JournalRepository
from app.ontology.group import Group, Plan
from app.ontology.person import Person
from app.ontology.repositories import GroupRepository
from app.ontology.role import Role
from app.plugins.instance import InstanceProperties, PluginInstance, instance_key
from app.plugins.repository import InstanceRepository
from app.plugins.state import InstanceState
from app.secrets.cipher_key import new_cipher_key
from app.secrets.master_keys import MasterKeys
from app.secrets.vault import Vault
from app.settings import Settings

LIMIT = 5
SETTINGS = Settings(executions_per_minute=LIMIT)
MASTERS = MasterKeys.of(new_cipher_key())


class Tenant:
    """A group with one active instance, at two services of one database."""

    def __init__(self, databases: list[Database], instance: PluginInstance) -> None:
        group = str(instance.group)
        person = Person(username="ada", display_name="Ada")
        self.instance = instance
        self.services = [
            ExecutionService(
                database,
                Journal(JournalRepository(database), 100),
                SETTINGS,
                Vault(database, MASTERS),
                asyncio.Event(),
            )
            for database in databases
        ]
        self._principal = Principal(person, {group: Role.ORG_OWNER})

    async def execute(self, call: int, name: str = "HELLO", key: str | None = None) -> str:
        """The id of the execution, or the code of the refusal."""
        request = ExecutionRequest(self.instance.id, name, idempotency_key=key)
        caller = Caller(self._principal, Permission.EXECUTE)
        try:
            return (await self.services[call % 2].execute(caller, request)).id
        except OneGraphError as refusal:
            return refusal.code

    async def left(self) -> int:
        """How many more the minute allows."""
        answers = [await self.execute(call) for call in range(LIMIT + 1)]
        return len([answer for answer in answers if answer != RateLimited.code])


@pytest.fixture
async def tenant(database: Database) -> Tenant:
    group = Group(slug=new_id(Kind.GROUP)[-12:], name="Counted", plan=Plan.PRO)
    await GroupRepository(database).insert(group)
    hello = Capability(kind=CapabilityKind.ACTION, name="HELLO")
    version = PluginVersion(
        plugin=new_id(Kind.THING), name="@example/plugin", version="1.0.0", capabilities=[hello]
    )
    await VersionRepository(database).insert(version)
    instance = PluginInstance(
        name="counted",
        group=group.id,
        status="active",
        unique_key=instance_key(group.id, "counted"),
        properties=InstanceProperties(
            plugin=version.plugin, version="1.0.0", state=InstanceState.ACTIVE, whole_group=True
        ),
    )
    await InstanceRepository(database).insert(instance)
    return Tenant([database, database], instance)


async def test_of_many_at_once_exactly_the_limit_is_queued(
    tenant: Tenant, database: Database
) -> None:
    answers = await asyncio.gather(*(tenant.execute(call) for call in range(200)))

    assert Counter(answers)[RateLimited.code] == 200 - LIMIT
    queued = await ExecutionRepository(database).count({"instance": tenant.instance.id})
    assert queued == LIMIT


async def test_what_cannot_be_called_does_not_count(tenant: Tenant) -> None:
    refused = [await tenant.execute(call, name="NOTHING") for call in range(LIMIT)]

    assert refused == [CapabilityNotFound.code] * LIMIT
    assert await tenant.left() == LIMIT


async def test_repeats_under_one_key_count_once(tenant: Tenant) -> None:
    at_once = await asyncio.gather(*(tenant.execute(call, key="k") for call in range(3)))
    later = [await tenant.execute(call, key="k") for call in range(LIMIT)]

    assert len({*at_once, *later}) == 1
    assert await tenant.left() == LIMIT - 1
