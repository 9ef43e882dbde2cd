"""``one-graph sync``: have the registry read into the catalogue, and follow that."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from app.auth.caller import Caller
from app.auth.permission import Permission
from app.auth.service import AuthService
from app.catalog.source import CatalogueSource
from app.catalog.sync import Sync
from app.catalog.sync_service import SyncService
from app.commands.attach import mongodb_uri
from app.commands.complaint import complain
from app.commands.person import person_with
from app.database import Database
from app.embedded.folder import private_folder
from app.embedded.keys import key_ring
from app.journal.entry import Entry
from app.journal.journal import Journal
from app.journal.repository import JournalRepository
from app.ontology.connection import Connection
from app.ontology.person import Person
from app.ontology.repositories import ConnectionRepository, PersonRepository
from app.ontology.role import Role
from app.rates.counter import Counter
from app.settings import Settings
from sandbox.registry.registry import Registry

FAILED = 1
PATIENCE_SECONDS = 5.0
NOBODY = "No executor has begun yet. Start one with: one-graph executor"


def run() -> None:
    """Ask for a sync and wait for its end; exit code 1 when it fails.

    Raises:
        RateLimited: one is under way, or was a moment ago.
        RegistryUnavailable: the index or the registry does not answer.
        ServiceUnavailable: no server runs here and no database is set.
    """
    settings = Settings.load()
    private_folder(settings.data_dir)
    last = asyncio.run(_sync(settings))
    if failure := last.data["failure"]:
        complain(failure["message"], failure["hint"])
        raise typer.Exit(FAILED)
    typer.echo(last.data["message"])


async def _sync(settings: Settings) -> Entry:
    async with AsyncExitStack() as stack:
        database = Database(mongodb_uri(settings), settings.mongodb_database)
        stack.push_async_callback(database.close)
        await database.open([Person, Connection, Sync, Entry, Counter])
        journal = Journal(JournalRepository(database), settings.subscriber_queue)
        await journal.feed.start()
        stack.push_async_callback(journal.feed.close)
        sync = await _request(settings, database, journal)
        return await _show(journal.follow(sync.id))


async def _request(settings: Settings, database: Database, journal: Journal) -> Sync:
    person = await person_with(database, Role.PLATFORM_OWNER, None)
    people, connections = PersonRepository(database), ConnectionRepository(database)
    auth = AuthService(key_ring(settings), people, connections)
    source = CatalogueSource(settings, Registry(settings.data_dir / "npm-cache"))
    service = SyncService(database, journal, settings, source, asyncio.Event())
    return await service.request(Caller(await auth.principal(person), Permission.SYNC_CATALOGUE))


async def _show(reports: AsyncIterator[Entry]) -> Entry:
    """Draw the sync's progress; the last report."""
    console = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("")
        nobody = asyncio.get_running_loop().call_later(PATIENCE_SECONDS, console.print, NOBODY)
        async for report in reports:
            if report.seq > 0:
                nobody.cancel()
            done, total = report.data["done"], report.data["total"] or None
            bar.update(task, completed=done, total=total, description=report.data["message"])
    return report
