"""Moving instances through their life, and who uses which artefact."""

from app.database import Database, Session
from app.ontology.repositories import ThingRepository
from app.ontology.thing import Thing
from app.plugins.instance import InstanceProperties, PluginInstance, instance_key
from app.plugins.repository import InstanceRepository
from app.plugins.state import InstanceState as S


async def made(
    database: Database, name: str, state: S, artifact: str | None = None, revision: int = 0
) -> PluginInstance:
    instance = PluginInstance(
        name=name,
        group="group_1",
        status="draft",
        unique_key=instance_key("group_1", name),
        properties=InstanceProperties(
            plugin="thing_1", state=state, artifact=artifact, settings_revision=revision
        ),
    )
    return await InstanceRepository(database).insert(instance)


async def move(
    database: Database, instance: PluginInstance, state: S, revision: int | None = None
) -> PluginInstance | None:
    async def write(session: Session) -> PluginInstance | None:
        repository = InstanceRepository(database)
        return await repository.move(instance.id, state, session, {}, revision)

    return await database.transact(write)


async def test_a_step_that_life_does_not_have_changes_nothing(database: Database) -> None:
    instance = await made(database, "a", S.FAILED)
    assert await move(database, instance, S.ACTIVE) is None
    stored = await InstanceRepository(database).get(instance.id)
    assert stored
    assert stored.properties.state is S.FAILED


async def test_whoever_read_an_older_revision_changes_nothing(database: Database) -> None:
    instance = await made(database, "b", S.INSTALLED, revision=3)
    assert await move(database, instance, S.ACTIVE, revision=2) is None
    moved = await move(database, instance, S.ACTIVE, revision=3)
    assert moved
    assert (moved.properties.state, moved.status) == (S.ACTIVE, "active")


async def test_the_name_is_free_again_after_the_end(database: Database) -> None:
    instance = await made(database, "c", S.ACTIVE)
    await move(database, instance, S.UNINSTALLED)
    assert await made(database, "c", S.INSTALLING)


async def test_an_artefact_is_used_by_all_but_the_uninstalled(database: Database) -> None:
    repository = InstanceRepository(database)
    for number, state in enumerate((S.ACTIVE, S.INSTALLING, S.UNINSTALLED)):
        await made(database, f"user {number}", state, artifact="sha256-x")
    assert await repository.artifact_users("sha256-x") == 2
    late = await made(database, "late", S.INSTALLING)
    await repository.reserve(late.id, "sha256-x", "1.0.0")
    assert await repository.artifact_users("sha256-x") == 3
    assert await repository.unreserve(late.id) == "sha256-x"
    assert await repository.artifact_users("sha256-x") == 2


async def test_a_thing_that_only_looks_like_an_instance_is_none(database: Database) -> None:
    looks = {"artifact": "sha256-y", "agents": ["thing_1"], "state": "ACTIVE", "plugin": "thing_2"}
    await ThingRepository(database).insert(
        Thing(type="report", name="forged", group="group_1", properties=looks)
    )
    repository = InstanceRepository(database)
    assert await repository.artifact_users("sha256-y") == 0
    assert await repository.of_agents(["thing_1"]) == {"thing_1": []}
