"""On whose behalf a plugin runs."""

from typing import Protocol


class Errand(Protocol):
    """An execution, or a plugin's stay between them.

    Attributes:
        id: of the execution or the residence.
        group: the tenant.
        instance: id of the plugin's instance.
        agent: id of the agent that it runs as; None: the group.
        requested_by: id of the person who asked; None: nobody in person.
    """

    id: str
    group: str
    instance: str
    agent: str | None
    requested_by: str | None
