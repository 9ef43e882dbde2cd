"""``one-graph try``: a local plugin in the full isolation, without server or database."""

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
from rich.console import Console

from app.commands.complaint import complain
from app.commands.try_report import as_json, print_report
from app.egress import read_endpoints
from app.settings import Settings
from app.worker_limits import worker_limits
from sandbox.egress.allow_list import AllowList
from sandbox.egress.refusal import Refused
from sandbox.errors import SandboxError
from sandbox.grants.permission import Permission
from sandbox.grants.secret import Secret
from sandbox.trial.plan import TrialPlan
from sandbox.trial.report import TrialReport
from sandbox.trial.trial import Trial

FAILED = 1
NOT_TRIED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The command's options as they were typed."""

    source: Path
    action: str | None
    params: str | None
    text: str
    calls: int
    settings: list[str]
    secrets: list[str]
    binds: list[str]
    allowed: list[str]
    granted: list[str]
    timeout_ms: int
    json: bool


def run(options: Options) -> None:
    """Try the plugin and print what came of it; exits with 1 or 2 where that is not all well."""
    try:
        plan = _plan(options)
        report = _try(plan, quiet=options.json)
    except (ValueError, Refused) as error:
        _complain(options, "INVALID_INPUT", str(error), "See: one-graph try --help")
        raise typer.Exit(NOT_TRIED) from None
    except SandboxError as error:
        _complain(options, error.code, error.message, error.hint)
        raise typer.Exit(NOT_TRIED) from None
    if options.json:
        typer.echo(json.dumps(as_json(report), indent=2))
    else:
        print_report(report, Console(highlight=False, soft_wrap=True))
    if not report.succeeded:
        raise typer.Exit(FAILED)


def _complain(options: Options, code: str, message: str, hint: str) -> None:
    complain(message, hint)
    if options.json:
        error = {"code": code, "message": message, "hint": hint}
        typer.echo(json.dumps({"succeeded": False, "error": error}, indent=2))


def _try(plan: TrialPlan, *, quiet: bool) -> TrialReport:
    settings = Settings.load()
    authorities = settings.egress_ca.read_text() if settings.egress_ca else None
    mapped = read_endpoints(settings.egress_resolve)
    with Console(stderr=True, quiet=quiet).status("Taking it in") as status:
        cache = settings.data_dir / "npm-cache"
        limits = worker_limits(settings)
        trial = Trial(limits, mapped, authorities, status.update, cache)
        return asyncio.run(trial.run(plan))


def _plan(options: Options) -> TrialPlan:
    AllowList(options.allowed)
    return TrialPlan(
        source=options.source,
        action=options.action,
        params=None if options.params is None else _json(options.params),
        text=options.text,
        calls=options.calls,
        settings=dict(_pairs("--setting", options.settings)),
        secrets=tuple(_secrets(options)),
        allowed_hosts=tuple(options.allowed),
        permissions=frozenset(_permission(name) for name in options.granted),
        timeout_seconds=options.timeout_ms / 1000,
    )


def _secrets(options: Options) -> Iterable[Secret]:
    values = dict(_pairs("--secret", options.secrets))
    hosts: dict[str, list[str]] = {key: [] for key in values}
    for key, host in _pairs("--bind", options.binds):
        if key not in hosts:
            raise ValueError(f"--bind names {key}, which no --secret has.")
        hosts[key].append(host)
    return [Secret(key=key, value=value, hosts=tuple(hosts[key])) for key, value in values.items()]


def _pairs(option: str, given: Iterable[str]) -> Iterable[tuple[str, str]]:
    for pair in given:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise ValueError(f"{option} is KEY=VALUE, not {pair[:50]!r}.")
        yield key, value


def _json(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"--params is no JSON: {error}.") from None
    if not isinstance(value, dict | list):
        raise ValueError('--params is an object or a list, such as {"amount": 3}.')
    return value


def _permission(name: str) -> Permission:
    try:
        return Permission(name)
    except ValueError:
        known = ", ".join(sorted(Permission))
        raise ValueError(f"There is no permission {name!r}; there are {known}.") from None
