"""Creating, changing and archiving the things of a group."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.auth.caller import Caller
from app.database import Database, Session
from app.errors import InvalidInput, InvalidState, NotFound
from app.identifiers import Kind, kind_of
from app.ontology import vocabulary
from app.ontology.errors import LimitReached
from app.ontology.event_type import EventType
from app.ontology.repositories import EventRepository, ThingRepository
from app.ontology.thing import ARCHIVED, MAX_NAME, Thing
from app.ontology.values import check_size, checked_choice, checked_object, checked_text
from app.record import now
from app.settings import Settings

_TYPES = vocabulary.THING_TYPES - vocabulary.SERVER_THING_TYPES
_STATUSES = vocabulary.THING_STATUSES - {ARCHIVED}
_OTHER_WAYS = {
    vocabulary.PLUGIN: "Plugins come from the registry: syncRegistry.",
    vocabulary.INSTANCE: "Use installPlugin, configurePlugin, activatePlugin, deactivatePlugin or "
    "uninstallPlugin.",
}


@dataclass(frozen=True, slots=True)
class NewThing:
    """What a new thing is to be; ``properties`` as a client sent them."""

    group: str
    type: str
    name: str
    status: str = "active"
    properties: object = None


@dataclass(frozen=True, slots=True)
class ThingChange:
    """What is to change; None: stays. Of ``properties``, a null removes one.

    Attributes:
        expected: when the thing last changed, as far as the caller knows; None: whenever.
    """

    name: str | None = None
    status: str | None = None
    properties: object = None
    expected: datetime | None = None


class ThingService:
    """Writes what groups own; plugins and their instances have services of their own."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._most = settings.things_per_group
        self._things = ThingRepository(database)
        self._events = EventRepository(database)

    async def create(self, caller: Caller, new: NewThing) -> Thing:
        """Add a thing to a group.

        Raises:
            Unauthenticated, NotFound, NotAllowed: not the caller's group.
            InvalidInput: a type that only the server writes, or a malformed value.
            LimitReached: the group has as many things as it may.
        """
        caller.require(new.group)
        thing = _thing(new)
        if await self._things.count_up_to(self._most, {"group": new.group}) >= self._most:
            raise LimitReached(
                f"The group has {self._most} things, as many as it may.",
                "Let the operator raise ONE_THINGS_PER_GROUP.",
            )

        async def write(session: Session) -> Thing:
            await self._things.insert(thing, session)
            await self._record(EventType.ENTITY_CREATED, thing, caller, session, {})
            return thing

        return await self._database.transact(write)

    async def update(self, caller: Caller, identifier: str, change: ThingChange) -> Thing:
        """Change a thing; a new status brings an archived one back.

        Raises:
            Unauthenticated, NotFound, NotAllowed: not the caller's to change.
            InvalidInput: the server's own thing, nothing to change, or a malformed value.
            InvalidState: it has changed since ``change.expected``.
        """
        thing = await self._owned(caller, identifier)
        given = checked_object("properties", change.properties)
        fields = _checked_fields(change)
        if not fields and not given:
            raise InvalidInput("Nothing is to change.", "Pass `name`, `status` or `properties`.")

        async def write(session: Session) -> Thing:
            current = await self._current(thing.id, session)
            _check_unchanged(current, change.expected)
            merged = _merged(current.properties, given)
            changed = await self._write(current, fields | {"properties": merged}, session)
            metadata = {"fields": sorted(fields), "properties": sorted(given)}
            await self._record(EventType.ENTITY_UPDATED, changed, caller, session, metadata)
            return changed

        return await self._database.transact(write)

    async def archive(self, caller: Caller, identifier: str) -> Thing:
        """Put a thing away; an archived agent executes nothing until it is brought back.

        Raises:
            Unauthenticated, NotFound, NotAllowed: not the caller's to change.
            InvalidInput: the server's own thing.
            InvalidState: it is archived already.
        """
        thing = await self._owned(caller, identifier)

        async def write(session: Session) -> Thing:
            current = await self._current(thing.id, session)
            if current.status == ARCHIVED:
                raise InvalidState("The thing is archived already.", "updateThing brings it back.")
            archived = await self._write(current, {"status": ARCHIVED}, session)
            await self._record(EventType.ENTITY_ARCHIVED, archived, caller, session, {})
            return archived

        return await self._database.transact(write)

    async def _owned(self, caller: Caller, identifier: str) -> Thing:
        named = kind_of(identifier) is Kind.THING
        found = await self._things.get(identifier) if named else None
        thing = caller.require_for("thing", identifier, found)
        _check_type(thing.type)
        return thing

    async def _current(self, identifier: str, session: Session) -> Thing:
        thing = await self._things.get(identifier, session)
        if thing is None:
            raise NotFound.of("thing", identifier)
        return thing

    async def _write(self, current: Thing, fields: Mapping[str, Any], session: Session) -> Thing:
        # Later than before even within a millisecond, so that it tells one version from the next.
        moment = max(now(), current.updated_at + timedelta(milliseconds=1))
        change = {"$set": {**fields, "updated_at": moment}}
        changed = await self._things.update({"_id": current.id}, change, session)
        if changed is None:
            raise LookupError(current.id)  # the transaction has just read it
        return changed

    async def _record(
        self,
        type_: EventType,
        thing: Thing,
        caller: Caller,
        session: Session,
        metadata: Mapping[str, Any],
    ) -> None:
        await self._events.record(
            session,
            type_,
            target=thing.id,
            group=thing.group,
            actor=caller.person.id,
            metadata={"type": thing.type, "name": thing.name, **metadata},
        )


def _thing(new: NewThing) -> Thing:
    _check_type(new.type)
    given = checked_object("properties", new.properties)
    return Thing(
        group=new.group,
        type=checked_choice("type", new.type, _TYPES),
        name=checked_text("name", new.name, MAX_NAME),
        status=_checked_status(new.status),
        properties={key: value for key, value in given.items() if value is not None},
    )


def _check_type(type_: str) -> None:
    if type_ in vocabulary.SERVER_THING_TYPES:
        raise InvalidInput(
            f"Things of type {type_!r} are not written like this.",
            _OTHER_WAYS.get(type_, "The server writes them itself."),
        )


def _checked_fields(change: ThingChange) -> dict[str, str]:
    fields = {}
    if change.name is not None:
        fields["name"] = checked_text("name", change.name, MAX_NAME)
    if change.status is not None:
        fields["status"] = _checked_status(change.status)
    return fields


def _checked_status(status: str) -> str:
    if status == ARCHIVED:
        raise InvalidInput("Nothing gets the status 'archived' like this.", "Use archiveThing.")
    return checked_choice("status", status, _STATUSES)


def _check_unchanged(current: Thing, expected: datetime | None) -> None:
    if expected is not None and current.updated_at != expected:
        raise InvalidState("The thing has changed since then.", "Read it again, then retry.")


def _merged(stored: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    merged = {key: value for key, value in {**stored, **given}.items() if value is not None}
    check_size("properties", merged)
    return merged
