"""``one-graph doctor``: what this machine can do, what it lacks, and the mends."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from app.commands.check_machine import check_disk, check_memory, check_node, check_python
from app.commands.check_services import check_data_dir, check_mongodb, check_registry
from app.settings import Settings
from sandbox.selftest.survey import Finding, survey

FAILED = 1


def run() -> None:
    """Print the table; exit code 1 when something that is needed is missing."""
    settings = Settings.load()
    with Console(stderr=True).status("Examining this machine ..."):
        findings = asyncio.run(examine(settings))
    Console(highlight=False).print(_table(findings))
    if not all(finding.ok for finding in findings):
        raise typer.Exit(FAILED)


async def examine(settings: Settings) -> Sequence[Finding]:
    """Every check, in the order in which to mend."""
    node, mongodb, registry, isolation = await asyncio.gather(
        check_node(), check_mongodb(settings), check_registry(), asyncio.to_thread(survey)
    )
    folder = check_data_dir(settings)
    return [
        *(check_python(), node, mongodb, folder, check_disk(settings), check_memory(), registry),
        *(replace(finding, name=f"Isolation: {finding.name}") for finding in isolation),
    ]


def _table(findings: Sequence[Finding]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in findings:
        mark = "[green]✓[/green]" if finding.ok else "[red]✗[/red]"
        table.add_row(mark, finding.name, escape(_detail(finding)))
    return table


def _detail(finding: Finding) -> str:
    if finding.ok or not finding.remedy:
        return finding.detail
    return f"{finding.detail}\nMend: {finding.remedy}"
