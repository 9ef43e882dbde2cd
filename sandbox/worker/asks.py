"""What a worker asks of its host while it answers a call, each time checked."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sandbox.grants.grants import Grants
from sandbox.grants.permission import Permission
from sandbox.scrub.scrubber import Scrubber
from sandbox.worker.call import Json
from sandbox.worker.host import Host, HostCallFailed
from sandbox.worker.observer import CallObserver
from sandbox.worker.plugin_database import answer_database_ask
from sandbox.worker.refusal import Refusal, RefusalKind
from sandbox.worker.row_asks import answer_row_ask

log = logging.getLogger(__name__)
_MOST_ASKS = 10_000
_AT_ONCE = 16
_MOST_KEY = 512
_MOST_TEXT = 10_000
_MOST_RESULTS = 50

NEEDED = {
    "storage.get": Permission.STORAGE_READ,
    "storage.list": Permission.STORAGE_READ,
    "storage.set": Permission.STORAGE_WRITE,
    "storage.delete": Permission.STORAGE_WRITE,
    "database.load": Permission.STORAGE_READ,
    "database.save": Permission.STORAGE_WRITE,
    "events.publish": Permission.EVENTS_PUBLISH,
    "messages.receive": Permission.EVENTS_PUBLISH,
    "knowledge.query": Permission.KNOWLEDGE_QUERY,
    "rows.get": Permission.MEMORY_READ,
    "rows.find": Permission.MEMORY_READ,
    "rows.count": Permission.MEMORY_READ,
    "rows.nearest": Permission.MEMORY_READ,
    "rows.put": Permission.MEMORY_WRITE,
    "rows.remove": Permission.MEMORY_WRITE,
    "models.use": Permission.MODELS_USE,
}
"""The permission that each ask needs."""

_OWN = ("storage.", "database.")
"""What only the instance reads again may hold its secrets."""

Answer = Callable[[dict[str, Any]], None]


class Asks:
    """Answers the asks of one call. The permission is checked here, not where it is asked."""

    def __init__(
        self, host: Host | None, grants: Grants, observer: CallObserver, answer: Answer
    ) -> None:
        self._scrubber = Scrubber(grants.secrets)
        self._host = host
        self._grants = grants
        self._observer = observer
        self._answer = answer
        self._count = 0
        self._turn = asyncio.Semaphore(_AT_ONCE)
        self._running: set[asyncio.Task[None]] = set()

    def take(self, message: dict[str, Any]) -> None:
        """Begin to answer an ask."""
        self._count += 1
        if self._count <= _MOST_ASKS:
            task = asyncio.create_task(self._run(message))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        elif self._count == _MOST_ASKS + 1:
            text = f"A call asks its host {_MOST_ASKS} times at most"
            self._fail(message, HostCallFailed("TOO_MANY_ASKS", text))

    def close(self) -> None:
        """Answer no more: the call has ended."""
        for task in self._running:
            task.cancel()

    async def _run(self, message: dict[str, Any]) -> None:
        async with self._turn:
            try:
                value = await self._do(message)
            except HostCallFailed as failure:
                self._fail(message, failure)
            except Exception:  # unanswered, the plugin would wait until its time is over
                log.exception("the host could not answer an ask")
                self._fail(message, HostCallFailed("INTERNAL", "The host failed; see its log"))
            else:
                self._answer({"ask": message.get("ask"), "value": value})

    async def _do(self, message: dict[str, Any]) -> Json:
        name, args = str(message.get("name")), message.get("args")
        needed = NEEDED.get(name)
        if needed is None or self._host is None:
            raise HostCallFailed("NOT_OFFERED", f"The host does not offer {name[:100]}")
        if needed not in self._grants.permissions:
            self._refuse(name, needed)
        given = args if isinstance(args, list) else []
        if not name.startswith(_OWN):
            given = [self._scrubber.json(each) for each in given]
        return await _call(self._host, name, given, self._piece_of(message))

    def _piece_of(self, message: dict[str, Any]) -> Callable[[Json], None]:
        def on_piece(piece: Json) -> None:
            self._answer({"ask": message.get("ask"), "piece": piece})

        return on_piece

    def _refuse(self, name: str, needed: Permission) -> None:
        refusal = Refusal(
            at=datetime.now(UTC), kind=RefusalKind.PERMISSION, detail=name, permission=needed
        )
        self._observer.on_refusal(refusal)
        raise HostCallFailed("PERMISSION_DENIED", f"{needed} is not granted to this instance")

    def _fail(self, message: dict[str, Any], failure: HostCallFailed) -> None:
        error = {"code": failure.code, "message": failure.message}
        self._answer({"ask": message.get("ask"), "error": error})


async def _call(host: Host, name: str, args: list[Any], on_piece: Callable[[Json], None]) -> Json:
    noun, _, verb = name.partition(".")
    if noun in _NOUNS:
        return await _NOUNS[noun](host, verb, args)
    match name, args:
        case "models.use", [str() as model, params]:
            return await host.use_model(_short(model), params, on_piece)
        case "events.publish", [str() as event, payload]:
            await host.publish_event(_short(event), payload)
            return None
        case "messages.receive", [dict() as message]:
            await host.receive_message(message)
            return None
        case "knowledge.query", [str() as text, int() as limit]:
            most = max(1, min(limit, _MOST_RESULTS))
            return await host.query_knowledge(text[:_MOST_TEXT], most)
    raise _wrong(name)


async def _rows(host: Host, verb: str, args: list[Any]) -> Json:
    if host.rows is None:
        raise HostCallFailed("NOT_OFFERED", "There is no database of the agent here")
    return await answer_row_ask(host.rows, verb, args)


async def _database(host: Host, verb: str, args: list[Any]) -> Json:
    if host.database is None:
        raise HostCallFailed("NOT_OFFERED", "Nobody keeps a plugin's database here")
    return await answer_database_ask(host.database, verb, args)


async def _storage(host: Host, verb: str, args: list[Any]) -> Json:
    match verb, args:
        case "get", [str() as key]:
            return await host.get_stored(_short(key))
        case "set", [str() as key, value]:
            await host.set_stored(_short(key), value)
            return None
        case "delete", [str() as key]:
            return await host.delete_stored(_short(key))
        case "list", [str() as prefix]:
            return [*await host.list_stored(prefix[:_MOST_KEY])]
    raise _wrong(f"storage.{verb}")


_NOUNS = {"rows": _rows, "storage": _storage, "database": _database}


def _wrong(name: str) -> HostCallFailed:
    return HostCallFailed("INVALID_ARGUMENTS", f"{name} does not take these arguments")


def _short(key: str) -> str:
    if not 0 < len(key) <= _MOST_KEY:
        raise HostCallFailed("INVALID_ARGUMENTS", f"A key has 1 to {_MOST_KEY} characters")
    return key
