"""The place of one worker in a pool."""

from dataclasses import dataclass, field

from sandbox.pool.life import Life
from sandbox.pool.recording import Recording
from sandbox.worker.worker import Worker


@dataclass(eq=False, slots=True)
class Slot:
    """The place of one worker, from before it is started until nothing is left of it.

    Attributes:
        key: of the calls that it takes.
        account: whose call it was started for, or has now.
        busy: a call has it, or starts its worker.
        worker: None before its process runs.
        ready: its plugin is loaded.
        used: a call has had it.
        retiring: it takes no call after the one that has it.
        evicted: its worker is killed, or will be as soon as it runs.
        last_use: grows with each use of any slot of the pool.
        life: of its worker.
        recording: what its plugin did while nobody had it.
    """

    key: str
    account: str
    busy: bool = False
    worker: Worker | None = None
    ready: bool = False
    used: bool = False
    retiring: bool = False
    evicted: bool = False
    last_use: int = 0
    life: Life | None = None
    recording: Recording = field(default_factory=Recording)

    @property
    def leaving(self) -> bool:
        """Whether its room is free soon."""
        return self.evicted or (self.worker is not None and not self.worker.alive)

    @property
    def idle(self) -> bool:
        """Whether its worker can take a call."""
        return self.ready and not self.busy and not self.leaving

    @property
    def starting(self) -> bool:
        """Whether its plugin is being loaded, for whichever call comes first."""
        return not self.ready and not self.busy and not self.leaving

    @property
    def spent(self) -> bool:
        """Whether no further call should go to its worker."""
        return self.retiring or (self.life is not None and self.life.spent)

    def take(self, account: str, number: int, *, one_shot: bool) -> None:
        """Give it to a call."""
        self.account, self.last_use = account, number
        self.busy = self.used = True
        self.retiring = one_shot or (self.life is not None and self.life.ends_with_next_call)

    def kill(self, reason: str, detail: str = "") -> None:
        """End its worker now, or as soon as there is one."""
        self.evicted = True
        if self.worker is not None:
            self.worker.kill(reason, detail)
