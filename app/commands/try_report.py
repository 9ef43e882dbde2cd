"""How the report of ``one-graph try`` is shown."""

import json
from collections import Counter
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.markup import escape

from sandbox.analysis.analysis import Analysis
from sandbox.analysis.finding import Severity
from sandbox.trial.report import CallReport, TrialReport
from sandbox.worker.probe import ProbeReport

_MOST_SHOWN = 20
_MOST_TEXT = 2_000
_COLOURS = {
    Severity.CRITICAL: "bold red",
    Severity.HIGH: "red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "dim",
}


def as_json(report: TrialReport) -> dict[str, Any]:
    """Give the report as one JSON document; its keys stay what they are."""
    analysis = report.analysis
    return {
        "succeeded": report.succeeded,
        "findings": [{"severity": each.severity, **asdict(each)} for each in analysis.findings],
        "proposed": {"permissions": list(analysis.permissions), "hosts": list(analysis.hosts)},
        "probe": {
            "loaded": report.probe.loaded,
            "initialised": report.probe.initialised,
            "reason": report.probe.reason,
            "detail": report.probe.detail,
            "servicesNotStarted": [asdict(each) for each in report.probe.services_not_started],
            "repairs": report.probe.repairs,
            "capabilities": [asdict(each) for each in report.probe.capabilities],
            "settings": report.probe.observed_settings,
        },
        "calls": [_call(call) for call in report.calls],
    }


def print_report(report: TrialReport, console: Console) -> None:
    """Print the report for a person."""
    _print_findings(report.analysis, console)
    _print_probe(report.probe, console)
    for call in report.calls[:_MOST_SHOWN]:
        _print_call(call, console)
    if len(report.calls) > 1:
        _print_summary(report.calls, console)


def _call(call: CallReport) -> dict[str, Any]:
    code, message = call.error or (None, None)
    return {
        "name": call.name,
        "result": call.result,
        "callbacks": call.callbacks,
        "error": None if code is None else {"code": code, "message": message},
        "durationMs": round(call.duration_ms, 3),
        "peakMemoryBytes": call.peak_memory_bytes,
        "logs": [{"stream": line.stream, "text": line.text} for line in call.logs],
        "requests": [
            {**asdict(each), "at": each.at.isoformat(), "secrets": list(each.secrets)}
            for each in call.requests
        ],
        "refusals": [{**asdict(each), "at": each.at.isoformat()} for each in call.refusals],
        "limits": call.limits,
    }


def _print_findings(analysis: Analysis, console: Console) -> None:
    counts = Counter(each.severity for each in analysis.findings)
    summary = ", ".join(f"{counts[each]} {each.lower()}" for each in _COLOURS if counts[each])
    console.print(f"[bold]Findings[/bold]  {summary or 'none'}")
    order = list(_COLOURS)
    ranked = sorted(
        analysis.findings, key=lambda one: (order.index(one.severity), bool(one.package))
    )
    for each in ranked[:_MOST_SHOWN]:
        line = f":{each.line}" if each.line else ""
        where = f"{each.file}{line}"
        colour = _COLOURS[each.severity]
        text = escape(f"{where}  {each.detail}")
        console.print(f"  [{colour}]{each.severity:<8}[/{colour}] {each.kind:<16} {text}")
    if len(ranked) > _MOST_SHOWN:
        console.print(f"  and {len(ranked) - _MOST_SHOWN} more: --json lists them")
    if analysis.permissions or analysis.hosts:
        console.print(f"  It seems to need: {', '.join([*analysis.permissions, *analysis.hosts])}")


def _print_probe(probe: ProbeReport, console: Console) -> None:
    state = "loads" if probe.loaded else "[red]does not load[/red]"
    console.print(f"\n[bold]Plugin[/bold]    {escape(probe.plugin_name)} {state}")
    if probe.reason:
        console.print(f"  {escape(probe.reason[:_MOST_TEXT])}")
    for problem in probe.services_not_started[:_MOST_SHOWN]:
        text = f"Service {problem.service} did not start: {problem.reason}"
        console.print(f"  {escape(text[:_MOST_TEXT])}")
    if probe.detail and not probe.initialised:
        console.print(f"  {escape(probe.detail)}")
    for each in probe.capabilities[:_MOST_SHOWN]:
        methods = f" ({', '.join(each.methods)})" if each.methods else ""
        console.print(f"  {each.kind:<10} {escape(each.name + methods)}")
    if probe.observed_settings:
        console.print(f"  It reads: {escape(', '.join(probe.observed_settings))}")


def _print_call(call: CallReport, console: Console) -> None:
    console.print(f"\n[bold]Call[/bold]      {escape(call.name)}", end="  ")
    if call.error:
        code, message = call.error
        console.print(f"[red]{escape(code)}[/red] {escape(message[:_MOST_TEXT])}")
    else:
        memory = call.peak_memory_bytes / 1e6
        console.print(f"[green]returned[/green] in {call.duration_ms:.1f} ms, {memory:.0f} MB")
        console.print(f"  {escape(json.dumps(call.result)[:_MOST_TEXT])}")
    for callback in call.callbacks[:_MOST_SHOWN]:
        console.print(f"  said {escape(json.dumps(callback)[:_MOST_TEXT])}")
    for line in call.logs[:_MOST_SHOWN]:
        console.print(f"  [dim]{line.stream:<6}[/dim] {escape(line.text[:_MOST_TEXT])}")
    for request in call.requests[:_MOST_SHOWN]:
        outcome = request.status if request.allowed else f"refused: {request.reason}"
        console.print(f"  request {escape(f'{request.method} {request.url} {outcome}')}")
    for refusal in call.refusals[:_MOST_SHOWN]:
        needs = f" (needs {refusal.permission})" if refusal.permission else ""
        console.print(f"  [yellow]refused[/yellow] {refusal.kind}: {escape(refusal.detail)}{needs}")
    if call.limits:
        console.print(f"  [red]limit[/red]   {', '.join(call.limits)}")


def _print_summary(calls: list[CallReport], console: Console) -> None:
    failed = sum(call.error is not None for call in calls)
    times = sorted(call.duration_ms for call in calls if call.error is None)
    middle = f", median {times[len(times) // 2]:.1f} ms" if times else ""
    console.print(f"\n[bold]{len(calls)} calls[/bold], {failed} failed{middle}")
