"""On whose behalf a plugin runs."""

from dataclasses import dataclass
from typing import Protocol


class Errand(Protocol):
    """An execution, or a plugin's stay between them."""

    @property
    def id(self) -> str:
        """Of the execution or the residence."""

    @property
    def group(self) -> str:
        """The tenant."""

    @property
    def instance(self) -> str:
        """Id of the plugin's instance."""

    @property
    def agent(self) -> str | None:
        """Id of the agent that it runs as; None: the group."""

    @property
    def requested_by(self) -> str | None:
        """Id of the person who asked; None: nobody in person."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """The start of a worker, for whichever call comes first."""

    id: str
    group: str
    instance: str
    agent: str | None
    requested_by: str | None = None
