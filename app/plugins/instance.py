"""Plugins that a group has installed."""

from typing import Any

from pydantic import BaseModel, Field

from app.ontology import vocabulary
from app.ontology.thing import ThingRecord
from app.plugins.state import InstanceState


class Failure(BaseModel):
    """What went wrong, at which stage, and what would mend it."""

    code: str
    message: str
    hint: str | None = None
    stage: str | None = None


class InstanceProperties(BaseModel):
    """What an instance adds to a thing.

    Attributes:
        plugin: id of the catalogue's plugin.
        version: exact once resolved; what was asked for until then ("" for the latest).
        artifact: digest of the installed tree.
        install: id of its latest install job.
        settings_revision: grows with each change, so that no worker keeps old settings.
        whole_group: active for the group as such, not only for ``agents``.
        permissions: what its owner granted it.
        allowed_hosts: where its requests may go.
        pinned_hosts: those that insist on their own certificate: nobody reads on the way.
        requests_per_minute: how many; None: as the server says.
        memory_mb: memory of its processes, in MiB; None: as the server says.
        secret_keys: names of its secrets.
        asks: kinds of findings that an owner has to accept before it runs.
        resident: it stays up between calls.
        cache_seconds: how long answers of its providers are kept; 0: not at all.
        one_shot: each call runs in a process of its own, so that no state survives.
    """

    plugin: str
    version: str = ""
    state: InstanceState = InstanceState.INSTALLING
    failure: Failure | None = None
    artifact: str | None = None
    install: str | None = None
    settings: dict[str, Any] = Field(default_factory=dict)
    settings_revision: int = 0
    whole_group: bool = False
    agents: list[str] = Field(default_factory=list)
    permissions: list[str] = Field(default_factory=list)
    allowed_hosts: list[str] = Field(default_factory=list)
    pinned_hosts: list[str] = Field(default_factory=list)
    requests_per_minute: int | None = None
    memory_mb: int | None = None
    secret_keys: list[str] = Field(default_factory=list)
    one_shot: bool = False
    cache_seconds: int = 0
    resident: bool = False
    asks: list[str] = Field(default_factory=list)

    @property
    def main_agent(self) -> str | None:
        """Id of the agent that it stays up as; None: the group."""
        return None if self.whole_group or not self.agents else self.agents[0]


class PluginInstance(ThingRecord):
    """One installation in one group; ``name`` is unique among the group's living ones."""

    type: str = vocabulary.INSTANCE
    properties: InstanceProperties

    class Settings:
        """Instances are things; the indexes are declared there."""

        name = "things"


def instance_key(group: str, name: str) -> str:
    """The key that keeps names unique within a group."""
    return f"instance:{group}:{name}"
