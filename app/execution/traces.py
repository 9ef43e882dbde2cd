"""What an execution left beside its result: requests, refusals and used secrets."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.database import Database, Session
from app.host.errand import Errand
from app.network.repository import NetworkRequestRepository
from app.ontology.event import Event
from app.ontology.event_type import EventType
from app.ontology.repositories import EventRepository
from sandbox.egress.record import NetworkRecord
from sandbox.worker.refusal import Refusal

_MOST_REFUSALS = 20
_LONGEST_DETAIL = 500


@dataclass(frozen=True, slots=True)
class Traces:
    """What was heard while a call ran.

    Attributes:
        local_secrets: keys of secrets that the worker had the values of.
    """

    requests: Sequence[NetworkRecord] = ()
    refusals: Sequence[Refusal] = ()
    local_secrets: Collection[str] = ()

    @property
    def used_secrets(self) -> list[str]:
        """Keys of secrets that the worker or a host got."""
        bound = {key for request in self.requests for key in request.secrets}
        return sorted(bound | set(self.local_secrets))


NOTHING = Traces()


class TraceRecorder:
    """Writes traces in the transaction that ends their errand."""

    def __init__(self, database: Database) -> None:
        self._requests = NetworkRequestRepository(database)
        self._events = EventRepository(database)

    async def record(self, errand: Errand, traces: Traces, session: Session) -> None:
        """Write every request; an event for each secret, and for each refusal up to twenty."""
        await self._requests.record(errand.group, errand.id, traces.requests, session)
        used = [
            _event(errand, EventType.PLUGIN_SECRET_USED, key=key) for key in traces.used_secrets
        ]
        await self._events.insert_many([*used, *_refused(errand, traces.refusals)], session)


def _refused(errand: Errand, refusals: Sequence[Refusal]) -> list[Event]:
    return [
        _event(
            errand,
            EventType.PLUGIN_REFUSED,
            kind=refusal.kind.value,
            detail=refusal.detail[:_LONGEST_DETAIL],
            permission=refusal.permission.value if refusal.permission else None,
            refusals=len(refusals),
        )
        for refusal in refusals[:_MOST_REFUSALS]
    ]


def _event(errand: Errand, type_: EventType, **metadata: object) -> Event:
    return Event(
        type=type_,
        target=errand.instance,
        group=errand.group,
        actor=errand.requested_by,
        metadata={"execution": errand.id, **metadata},
    )
