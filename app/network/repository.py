"""Access to the requests of plugins in MongoDB."""

from collections.abc import Sequence

from app.database import Session
from app.network.request import NetworkRequest
from app.repository import Repository
from sandbox.egress.record import NetworkRecord

MOST_OF_AN_EXECUTION = 1_000
_LONGEST_URL = 4_096


class NetworkRequestRepository(Repository[NetworkRequest]):
    """Requests of executions."""

    document = NetworkRequest

    async def record(
        self, group: str, execution: str, records: Sequence[NetworkRecord], session: Session
    ) -> None:
        """Write the requests of an execution, up to a bound."""
        kept = records[:MOST_OF_AN_EXECUTION]
        await self.insert_many([_request(group, execution, each) for each in kept], session)


def _request(group: str, execution: str, record: NetworkRecord) -> NetworkRequest:
    return NetworkRequest(
        group=group,
        execution=execution,
        at=record.at,
        method=record.method,
        url=record.url[:_LONGEST_URL],
        status=record.status,
        bytes=record.bytes_sent + record.bytes_received,
        allowed=record.allowed,
        reason=record.reason,
        secrets=list(record.secrets),
    )
