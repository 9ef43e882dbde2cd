"""plugin-todo keeps tasks and their tags in SQL tables that refer to each other."""

import pytest

from tests.people import People
from tests.plugins.releases import TODO
from tests.plugins.tenant import configure, in_use, succeeded
from tests.serving import Json


@pytest.fixture(scope="module")
async def instance(people: People) -> str:
    return await in_use(people, TODO, permissions=["storage.read", "storage.write"])


async def request(
    people: People, instance: str, method: str, path: str, body: Json | None = None
) -> Json:
    """What one of its routes answers."""
    call: dict[str, Json] = {"kind": "ROUTE", "method": method, "params": body}
    return (await succeeded(people, instance, path, **call))["result"]


async def test_a_task_outlives_its_process(people: People, instance: str) -> None:
    (world,) = (await request(people, instance, "GET", "/api/todos"))["body"]
    (room,) = world["rooms"]
    assert room["tasks"] == []
    task = {"name": "Buy milk", "type": "one-off", "priority": 2, "roomId": room["roomId"]}
    made = await request(people, instance, "POST", "/api/todos", task)
    assert made["status"] == 201
    await configure(people, instance, oneShot=True)
    (world,) = (await request(people, instance, "GET", "/api/todos"))["body"]
    (found,) = world["rooms"][0]["tasks"]
    assert (found["id"], found["name"]) == (made["body"]["id"], "Buy milk")
    assert sorted(found["tags"]) == ["TODO", "one-off", "priority-2"]
    await request(people, instance, "PUT", f"/api/todos/{found['id']}/complete")
    (world,) = (await request(people, instance, "GET", "/api/todos"))["body"]
    assert [each["isCompleted"] for each in world["rooms"][0]["tasks"]] == [True]
