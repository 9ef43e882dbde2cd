"""A worker's door to the network, and who hears of what goes through it."""

from sandbox.egress.door import Door, Doorkeeper
from sandbox.egress.record import NetworkRecord
from sandbox.grants.grants import Grants
from sandbox.grants.permission import Permission
from sandbox.worker.observer import CallObserver, SilentObserver
from sandbox.worker.refusal import Refusal, RefusalKind


class WayOut:
    """Passes on what the gateway tells to whoever observes the worker at the time."""

    def __init__(self) -> None:
        self.observer: CallObserver = SilentObserver()

    async def open(self, doorkeeper: Doorkeeper | None, grants: Grants) -> Door | None:
        """Open a door where the grants ask for one, and somebody can.

        Raises:
            GatewayFailed: the gateway is gone.
        """
        hosts = grants.allowed_hosts or grants.pinned_hosts
        if doorkeeper is None or not hosts or Permission.NETWORK_EXTERNAL not in grants.permissions:
            return None
        return await doorkeeper.open_door(grants, self._hear)

    def _hear(self, record: NetworkRecord) -> None:
        self.observer.on_request(record)
        if not record.allowed:
            detail = f"{record.method} {record.url}: {record.reason}"
            self.observer.on_refusal(Refusal(at=record.at, kind=RefusalKind.NETWORK, detail=detail))
