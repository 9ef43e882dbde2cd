"""Saying whose signatures count."""

import base64

from app.auth.caller import Caller
from app.database import Database, Duplicate, Session
from app.errors import InvalidState, NotFound
from app.ontology.event_type import EventType
from app.ontology.repositories import EventRepository
from app.ontology.values import checked_text
from app.uploads.public_key import read_public_key
from app.uploads.publisher import Publisher
from app.uploads.publisher_repository import PublisherRepository
from sandbox.uploads.signer import key_id, public_bytes

MAX_NAME = 200


class PublisherService:
    """Each change and its event are one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._publishers = PublisherRepository(database)
        self._events = EventRepository(database)

    async def trusted(self, caller: Caller) -> list[Publisher]:
        """Everybody whose signatures count.

        Raises:
            NotAllowed: the caller does not own the platform.
        """
        caller.require(None)
        return await self._publishers.find({})

    async def trust(self, caller: Caller, name: str, public_key: str) -> Publisher:
        """Let the signatures of a key count from now on.

        Raises:
            NotAllowed: the caller does not own the platform.
            InvalidInput: the name is empty or too long, or the key none of Ed25519.
            InvalidState: the key is trusted already.
        """
        caller.require(None)
        key = read_public_key(public_key)
        publisher = Publisher(
            name=checked_text("name", name, MAX_NAME),
            key_id=key_id(key),
            key=base64.b64encode(public_bytes(key)).decode(),
            trusted_by=caller.person.id,
        )

        async def write(session: Session) -> None:
            await self._publishers.insert(publisher, session)
            await self._record(caller, EventType.PUBLISHER_TRUSTED, publisher, session)

        try:
            await self._database.transact(write)
        except Duplicate:
            raise InvalidState(
                f"The key {publisher.key_id} is trusted already.", "Nothing was changed."
            ) from None
        return publisher

    async def distrust(self, caller: Caller, identifier: str) -> Publisher:
        """Let the signatures of a publisher count no longer.

        What is active runs on, and what is not can no longer be activated; revoking a version
        ends it everywhere.

        Raises:
            NotAllowed: the caller does not own the platform.
            NotFound: there is no such publisher.
        """
        caller.require(None)
        publisher = await self._publishers.get(identifier)
        if publisher is None:
            raise NotFound.of("publisher", identifier)

        async def write(session: Session) -> None:
            await self._publishers.remove(publisher.id, session)
            await self._record(caller, EventType.PUBLISHER_DISTRUSTED, publisher, session)

        await self._database.transact(write)
        return publisher

    async def _record(
        self, caller: Caller, event: EventType, publisher: Publisher, session: Session
    ) -> None:
        await self._events.record(
            session,
            event,
            target=publisher.id,
            actor=caller.person.id,
            metadata={"name": publisher.name, "key": publisher.key_id},
        )
