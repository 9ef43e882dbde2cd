"""What a tenant's groups are filled with."""

from collections.abc import Iterator
from itertools import cycle
from typing import Any

from app.catalog.plugin import Plugin
from app.execution.execution import Execution, ExecutionError, ExecutionState
from app.journal.entry import Entry
from app.ontology.connection import Connection
from app.ontology.event import Event
from app.ontology.event_type import EventType
from app.ontology.knowledge import Knowledge
from app.ontology.thing import Thing
from app.packed import pack
from app.plugins.install import Install
from app.plugins.instance import Failure, InstanceProperties, PluginInstance, instance_key
from app.plugins.stage import InstallStage, progress
from app.plugins.state import InstanceState
from app.record import Record, now

THINGS = ("blog_post", "engineering_agent", "video", "ai_clone", "course")
FINAL = (ExecutionState.SUCCEEDED, ExecutionState.FAILED, ExecutionState.CANCELLED)


def contents(marker: str, group: str, owner: str, plugin: Plugin) -> Iterator[Record]:
    """Some of everything that a group may have; each string holds the marker."""
    things = [_thing(marker, type_, group) for type_ in THINGS]
    agent = things[1].id
    yield from things
    states = cycle(ExecutionState)
    for state in InstanceState:
        instance = _instance(marker, state, group, plugin.id, agent)
        yield instance
        yield from _install(marker, instance, owner)
        yield from _execution(marker, instance, next(states), agent, owner)
    targets = [*(each.id for each in things), plugin.id, instance.id, owner, group]
    types = cycle(EventType)
    for target in targets:
        note = {"note": f"{marker} metadata", "list": [f"{marker} inner"]}
        yield _event(next(types), owner, target, group, note)
        yield Knowledge(
            type="document",
            text=f"{marker} tells about plugins",
            source=target,
            group=group,
            labels=[f"{marker}-label"],
            metadata=note,
        )
        yield Connection(type="references", source=agent, target=target, group=group, metadata=note)
    yield Connection(type="owns", source=owner, target=agent, group=group, strength=0.5)


def _event(
    type_: EventType, actor: str, target: str, group: str, metadata: dict[str, Any]
) -> Event:
    return Event(type=type_, actor=actor, target=target, group=group, metadata=metadata)


def _thing(marker: str, type_: str, group: str) -> Thing:
    properties = {"text": f"{marker} property", "deep": {"list": [f"{marker} inner"]}}
    return Thing(type=type_, name=f"{marker} {type_}", group=group, properties=properties)


def _instance(
    marker: str, state: InstanceState, group: str, plugin: str, agent: str
) -> PluginInstance:
    name = f"{marker}-{state.value.lower()}"
    return PluginInstance(
        name=name,
        group=group,
        unique_key=None if state is InstanceState.UNINSTALLED else instance_key(group, name),
        properties=InstanceProperties(
            plugin=plugin,
            version="1.0.0",
            state=state,
            failure=Failure(code="BROKEN", message=f"{marker} broke", hint=f"{marker} mend"),
            settings={"ADDRESS": f"{marker} setting"},
            whole_group=True,
            agents=[agent],
        ),
    )


def _install(marker: str, instance: PluginInstance, owner: str) -> Iterator[Record]:
    job = Install(
        group=str(instance.group),
        instance=instance.id,
        plugin=instance.properties.plugin,
        package="plugin-of-everybody",
        requested_by=owner,
        queue="done",
    )
    instance.properties.install = job.id
    yield job
    failure = Failure(code="BROKEN", message=f"{marker} failure", hint=f"{marker} hint")
    data = progress(InstallStage.FAILED, 100, f"{marker} progress", failure)
    yield Entry(subject=job.id, seq=0, data=data, final=True)


def _execution(
    marker: str, instance: PluginInstance, state: ExecutionState, agent: str, owner: str
) -> Iterator[Record]:
    value = pack({"text": f"{marker} value"})
    execution = Execution(
        group=str(instance.group),
        instance=instance.id,
        plugin=instance.properties.plugin,
        agent=agent,
        requested_by=owner,
        capability="ACTION",
        name=f"{marker} action",
        params=value,
        args=pack([f"{marker} argument"]),
        result=value,
        callbacks=pack([f"{marker} callback"]),
        error=ExecutionError(code="BROKEN", message=f"{marker} error", stack=f"{marker} stack"),
        timeout_ms=1000,
        state=state,
        queue="done",
    )
    yield execution
    line = {"at": now(), "stream": "stdout", "text": f"{marker} log"}
    data = {"state": state.value, "logs": [line, line], "chunk": value}
    yield Entry(subject=execution.id, seq=0, data=data, final=state in FINAL)
