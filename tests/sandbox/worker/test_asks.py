"""What a plugin asks of its host, and what it must be granted for that."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox.errors import CallFailed
from sandbox.grants.grants import Grants
from sandbox.grants.permission import Permission
from sandbox.pool.pool import WorkerPool
from sandbox.trial.memory_database import MemoryDatabase
from sandbox.worker.call import CallResult, Json, WorkerSpec
from sandbox.worker.host import HostCallFailed
from sandbox.worker.refusal import RefusalKind
from tests.sandbox.plugins import Listener, method, write_service

ALL = frozenset(Permission) - {Permission.MEMORY_READ, Permission.MEMORY_WRITE}


class Memory:
    """A host that remembers what it was asked."""

    rows = None

    def __init__(self) -> None:
        self.stored: dict[str, Json] = {}
        self.events: list[tuple[str, Json]] = []
        self.database = MemoryDatabase()

    async def get_stored(self, key: str) -> Json:
        return self.stored.get(key)

    async def set_stored(self, key: str, value: Json) -> None:
        if key == "full":
            raise HostCallFailed("STORAGE_FULL", "There is no room")
        if key == "broken":
            raise ConnectionError("the database is gone")
        self.stored[key] = value

    async def delete_stored(self, key: str) -> bool:
        known = key in self.stored
        self.stored.pop(key, None)
        return known

    async def list_stored(self, prefix: str) -> list[str]:
        return sorted(key for key in self.stored if key.startswith(prefix))

    async def publish_event(self, name: str, payload: Json) -> None:
        self.events.append((name, payload))

    async def receive_message(self, message: Json) -> None:
        self.events.append(("message", message))

    async def query_knowledge(self, text: str, limit: int) -> list[Json]:
        return [{"text": text, "score": 1.0, "labels": [str(limit)]}]

    async def use_model(self, model: str, params: Json, on_piece: Callable[[Json], None]) -> Json:
        if model == "TEXT_TINY":
            raise HostCallFailed("MODEL_NOT_FOUND", "Nothing answers TEXT_TINY")
        assert isinstance(params, dict)
        words = str(params["prompt"]).split()
        for word in words if params.get("stream") else ():
            on_piece(word)
        return f"{model}: {' '.join(words)}"


async def run(
    pool: WorkerPool, folder: Path, body: str, permissions: frozenset[Permission] = ALL,
    *, host: Memory | None = None, listener: Listener | None = None,
) -> CallResult:  # fmt: skip
    preamble = "const ask = (it) => it.runtime.getService('one_graph');"
    artifact = write_service(folder / "p", f"async go() {{ {body} }}", preamble)
    grants = Grants(permissions=permissions)
    spec = WorkerSpec(artifact, {}, agent_id="agent", agent_name="Agent", grants=grants)
    return await pool.call(
        "key", spec, method("go"), timeout_seconds=10, observer=listener or Listener(), host=host
    )


async def test_what_it_stores_can_be_read_listed_and_forgotten(
    pool: WorkerPool, tmp_path: Path
) -> None:
    host = Memory()
    body = """
        const { storage } = ask(this);
        await storage.set('a', { n: 1 });
        await storage.set('b', null);
        const found = [await storage.get('a'), await storage.list(''), await storage.delete('b')];
        return [...found, await storage.get('b')];
    """
    answer = await run(pool, tmp_path, body, host=host)
    assert answer.result == [{"n": 1}, ["a", "b"], True, None]
    assert host.stored == {"a": {"n": 1}}


async def test_the_runtimes_cache_is_kept_by_the_host(pool: WorkerPool, tmp_path: Path) -> None:
    host = Memory()
    body = "await this.runtime.setCache('k', [1]); return this.runtime.getCache('k');"
    assert (await run(pool, tmp_path, body, host=host)).result == [1]
    assert host.stored == {"cache:k": [1]}


async def test_events_and_knowledge(pool: WorkerPool, tmp_path: Path) -> None:
    host = Memory()
    body = """
        await ask(this).publishEvent('sold', { price: 3 });
        return ask(this).queryKnowledge('refunds', 5);
    """
    answer = await run(pool, tmp_path, body, host=host)
    assert answer.result == [{"text": "refunds", "score": 1.0, "labels": ["5"]}]
    assert host.events == [("sold", {"price": 3})]


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        ("return ask(this).storage.get('a')", Permission.STORAGE_READ),
        ("return ask(this).storage.list()", Permission.STORAGE_READ),
        ("return ask(this).storage.set('a', 1)", Permission.STORAGE_WRITE),
        ("return ask(this).storage.delete('a')", Permission.STORAGE_WRITE),
        ("return ask(this).publishEvent('a')", Permission.EVENTS_PUBLISH),
        ("return ask(this).queryKnowledge('a')", Permission.KNOWLEDGE_QUERY),
    ],
)
async def test_each_needs_its_permission_and_a_refusal_is_told_of(
    pool: WorkerPool, tmp_path: Path, body: str, missing: Permission
) -> None:
    listener, host = Listener(), Memory()
    with pytest.raises(CallFailed, match=f"{missing} is not granted"):
        await run(pool, tmp_path, body, ALL - {missing}, host=host, listener=listener)
    (refusal,) = listener.refusals
    assert (refusal.kind, refusal.permission) == (RefusalKind.PERMISSION, missing)
    assert (host.stored, host.events) == ({}, [])


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("return ask(this).storage.set('full', 1)", "There is no room"),
        ("return ask(this).storage.get('')", "1 to 512 characters"),
        ("return ask(this).storage.get(7)", "does not take these arguments"),
        ("return ask(this).queryKnowledge('x', 'y')", "does not take these arguments"),
    ],
)
async def test_what_cannot_be_done_is_an_error_in_the_plugin(
    pool: WorkerPool, tmp_path: Path, body: str, reason: str
) -> None:
    with pytest.raises(CallFailed, match=reason):
        await run(pool, tmp_path, body, host=Memory())


async def test_a_plugin_asks_no_more_than_ten_thousand_times(
    pool: WorkerPool, tmp_path: Path
) -> None:
    body = """
        for (let n = 0; n < 10000; n++) await ask(this).storage.get('a');
        return ask(this).storage.get('a');
    """
    with pytest.raises(CallFailed, match="10000 times at most"):
        await run(pool, tmp_path, body, host=Memory())


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("(await import('node:child_process')).execSync('id')", RefusalKind.PROCESS),
        ("process.exit(3)", RefusalKind.EXIT),
        ("process.dlopen({ exports: {} }, '/x.node')", RefusalKind.NATIVE_CODE),
    ],
)
async def test_what_a_worker_may_never_do_is_told_of(
    pool: WorkerPool, tmp_path: Path, body: str, kind: RefusalKind
) -> None:
    listener = Listener()
    with pytest.raises(CallFailed):
        await run(pool, tmp_path, body, listener=listener)
    assert [refusal.kind for refusal in listener.refusals] == [kind]


async def test_a_fault_of_the_host_is_an_answer_that_tells_nothing_of_it(
    pool: WorkerPool, tmp_path: Path
) -> None:
    body = "await ask(this).storage.set('broken', 1);"
    with pytest.raises(CallFailed) as caught:
        await run(pool, tmp_path, body, host=Memory())
    assert (caught.value.code, "database" in caught.value.message) == ("INTERNAL", False)


async def test_the_runtime_uses_models_of_the_host(pool: WorkerPool, tmp_path: Path) -> None:
    body = """
        const { runtime } = this;
        return [
            typeof runtime.getModel('TEXT_SMALL'),
            await runtime.useModel('TEXT_SMALL', { prompt: 'a b' }),
        ];
    """
    answer = await run(pool, tmp_path, body, host=Memory())
    assert answer.result == ["function", "TEXT_SMALL: a b"]


async def test_what_a_model_of_the_host_streams_comes_in_pieces(
    pool: WorkerPool, tmp_path: Path
) -> None:
    body = """
        const pieces = [];
        const onStreamChunk = (piece) => pieces.push(piece);
        const text = await this.runtime.useModel('TEXT_SMALL', { prompt: 'a b', onStreamChunk });
        return { text, pieces };
    """
    answer = await run(pool, tmp_path, body, host=Memory())
    assert answer.result == {"text": "ab", "pieces": ["a", "b"]}


async def test_a_model_that_nobody_has_is_named(pool: WorkerPool, tmp_path: Path) -> None:
    body = "return this.runtime.useModel('TEXT_TINY', { prompt: 'a' })"
    with pytest.raises(CallFailed, match="Nothing answers TEXT_TINY"):
        await run(pool, tmp_path, body, host=Memory())


async def test_without_the_permission_models_of_the_host_are_refused(
    pool: WorkerPool, tmp_path: Path
) -> None:
    listener = Listener()
    body = "return this.runtime.useModel('TEXT_SMALL', { prompt: 'a' })"
    with pytest.raises(CallFailed, match=r"models\.use is not granted"):
        await run(pool, tmp_path, body, frozenset(), host=Memory(), listener=listener)
    assert [refusal.permission for refusal in listener.refusals] == [Permission.MODELS_USE]


MESSAGE = """
    const message = { id: 'm1', entityId: 'e', roomId: 'r', content: { text: 'hi', source: 'x' } };
    await this.runtime.emitEvent('MESSAGE_RECEIVED', { message });
    await this.runtime.messageService.handleMessage(this.runtime, message);
"""


async def test_a_message_from_outside_is_told_once(pool: WorkerPool, tmp_path: Path) -> None:
    host = Memory()
    granted = frozenset({Permission.EVENTS_PUBLISH})
    await run(pool, tmp_path, MESSAGE, granted, host=host)
    [(kind, told)] = host.events
    assert isinstance(told, dict)
    assert (kind, told["id"], told["text"], told["source"], told["room"]) == (
        "message", "m1", "hi", "x", "r",
    )  # fmt: skip


async def test_messages_are_not_told_without_the_permission(
    pool: WorkerPool, tmp_path: Path
) -> None:
    host, listener = Memory(), Listener()
    await run(pool, tmp_path, MESSAGE, frozenset(), host=host, listener=listener)
    assert (host.events, listener.refusals) == ([], [])
