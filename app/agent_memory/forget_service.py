"""Forgetting what an agent remembers, at its owner's word."""

from app.agent_memory.repository import ConnectionRows, EventRows, KnowledgeRows, ThingRows
from app.auth.caller import Caller
from app.database import Database, Session
from app.errors import NotFound
from app.ontology import vocabulary
from app.ontology.event_type import EventType
from app.ontology.repositories import EventRepository, ThingRepository


class ForgetService:
    """All of a memory goes in one transaction, with the event that tells of it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._agents = ThingRepository(database)
        self._gone = (ThingRows(database), ConnectionRows(database), KnowledgeRows(database))
        self._logs = EventRows(database)
        self._events = EventRepository(database)

    async def forget(self, caller: Caller, group: str, agent: str | None) -> int:
        """Forget what plugins kept for an agent, or without one for the group; how many nodes.

        The steps of its runs stay as events, and no longer say what was said.

        Raises:
            Unauthenticated, NotFound, NotAllowed: not the caller's group, or no agent of it.
        """
        caller.require(group)
        if agent is not None:
            await self._check(group, agent)
        scope = agent or group

        async def write(session: Session) -> int:
            nodes = sum([await each.delete_all(scope, session) for each in self._gone])
            nodes += await self._logs.empty_all(scope, session)
            await self._events.record(
                session,
                EventType.ENTITY_DELETED,
                target=scope,
                group=group,
                actor=caller.person.id,
                metadata={"memory": nodes},
            )
            return nodes

        return await self._database.transact(write)

    async def _check(self, group: str, agent: str) -> None:
        found = await self._agents.get(agent)
        if found is None or found.group != group or found.type not in vocabulary.AGENT_TYPES:
            raise NotFound.of("agent", agent)
