"""What workers are asked before their first call."""

from typing import Any

from sandbox.boundary.isolation import BUILD_REMEDY, Isolation
from sandbox.boundary.tried_isolation import TriedIsolation
from sandbox.errors import CallFailed, CallTimedOut, IsolationUnavailable, WorkerDied
from sandbox.limits import Limits
from sandbox.node_runtime import NODE_SOURCES
from sandbox.worker.call import Call, Json, WorkerSpec
from sandbox.worker.host import Host
from sandbox.worker.observer import CallObserver, SilentObserver
from sandbox.worker.worker import Worker


async def load_plugin(
    worker: Worker, spec: WorkerSpec, limits: Limits, observer: CallObserver
) -> None:
    """Have a worker load its plugin and start it on a runtime.

    Raises:
        CallFailed: the plugin does not load or does not initialise.
        WorkerDied: the worker ended, or was not ready in time.
    """
    body = _describe_spec(worker, spec)
    await _prepare(worker, "start", body, limits, observer, spec.host)


async def inspect_plugin(worker: Worker, spec: WorkerSpec, limits: Limits) -> dict[str, Any]:
    """Have a worker load its plugin, try to start it, and tell what it offers.

    Raises:
        CallFailed: the worker cannot tell.
        WorkerDied: the worker ended, or was not ready in time.
    """
    answer = await _prepare(
        worker, "inspect", _describe_spec(worker, spec), limits, SilentObserver()
    )
    if not isinstance(answer, dict):
        raise WorkerDied("protocol", "it gave no report of its plugin")
    return answer


async def try_isolation(isolation: Isolation, limits: Limits) -> TriedIsolation:
    """Start a worker without a plugin, to know that workers can be started here.

    Raises:
        IsolationUnavailable: they cannot.
    """
    worker = await Worker.start(isolation, NODE_SOURCES, limits)
    try:
        await _prepare(worker, "ping", {}, limits, SilentObserver())
    except (CallFailed, WorkerDied) as error:
        raise IsolationUnavailable(error.message, BUILD_REMEDY) from error
    finally:
        await worker.close()
    return TriedIsolation(isolation, limits)


def describe_call(call: Call) -> dict[str, Any]:
    """Give what the worker is told of a call."""
    return {
        "kind": call.kind,
        "name": call.name,
        "method": call.method,
        "params": call.params,
        "args": call.args,
        "text": call.text,
    }


def _describe_spec(worker: Worker, spec: WorkerSpec) -> dict[str, Any]:
    """Give what the worker is told of its spec; where the artefact is, it knows."""
    agent = {"id": spec.agent_id, "name": spec.agent_name, "character": dict(spec.character)}
    permissions = sorted(spec.grants.permissions)
    settings = worker.settings_with(spec.settings)
    known = {"agent": agent, "settings": settings, "permissions": permissions}
    return {**known, "bundled": spec.bundled, "noBrowser": worker.browser_problem}


async def _prepare(
    worker: Worker,
    kind: str,
    spec: dict[str, Any],
    limits: Limits,
    observer: CallObserver,
    host: Host | None = None,
) -> Json:
    try:
        answer = await worker.request(
            kind,
            {"spec": spec},
            timeout_seconds=limits.start_seconds,
            observer=observer,
            host=host,
        )
    except CallTimedOut as error:
        detail = f"not ready within {limits.start_seconds:g} seconds"
        raise WorkerDied("start", detail) from error
    return answer.result
