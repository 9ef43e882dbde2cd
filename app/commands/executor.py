"""``one-graph executor``: runs jobs of a shared database, until a signal ends it."""

import asyncio
from contextlib import AsyncExitStack, suppress

from rich.console import Console

from app import __version__
from app.catalog.source import CatalogueSource
from app.commands.logs import configure
from app.commands.stopping import on_first_signal
from app.database import Database
from app.documents import DOCUMENTS
from app.embedded.folder import private_folder
from app.errors import InvalidSetting
from app.execution.executor import Executor, Wakes
from app.journal.journal import Journal
from app.journal.repository import JournalRepository
from app.knowledge.knowledge import PluginKnowledge
from app.metrics import Metrics
from app.secrets.master_keys import load_master_keys
from app.secrets.vault import Vault
from app.settings import Settings
from app.telemetry.tracing import exporting
from sandbox.registry.registry import Registry


def run() -> None:
    """Run jobs until SIGTERM or Ctrl-C.

    Raises:
        InvalidSetting: a setting is wrong, or no database is set.
        ServiceUnavailable: MongoDB cannot be used.
        IsolationUnavailable: plugins cannot be isolated here.
    """
    settings = Settings.load()
    if not settings.mongodb_uri:
        raise InvalidSetting(
            "ONE_MONGODB_URI is not set, and a server with its own MongoDB executes by itself.",
            "Start that one with: one-graph serve. Or set ONE_MONGODB_URI and ONE_SECRET_KEY.",
        )
    configure(settings)
    private_folder(settings.data_dir)
    with exporting("one-graph-executor"), suppress(asyncio.CancelledError):
        asyncio.run(_execute(settings, settings.mongodb_uri))


async def _execute(settings: Settings, mongodb_uri: str) -> None:
    console = Console(highlight=False, soft_wrap=True)
    running = asyncio.current_task()

    def stop() -> None:
        console.print("Stopping ...")
        if running:
            running.cancel()

    on_first_signal(stop)
    console.print(f"ONE Graph {__version__} executor is starting ...")
    async with AsyncExitStack() as stack:
        await _start(settings, mongodb_uri, stack)
        _announce(console, settings)
        await asyncio.Event().wait()


async def _start(settings: Settings, mongodb_uri: str, stack: AsyncExitStack) -> None:
    database = Database(mongodb_uri, settings.mongodb_database)
    stack.push_async_callback(database.close)
    await database.open(DOCUMENTS)
    journal = Journal(JournalRepository(database), settings.subscriber_queue)
    knowledge = PluginKnowledge(settings, database)
    stack.push_async_callback(knowledge.close)
    source = CatalogueSource(settings, Registry(settings.data_dir / "npm-cache"))
    vault = Vault(database, load_master_keys(settings))
    executor = Executor(
        settings, database, journal, source, knowledge.indexer, vault, Wakes(), Metrics()
    )
    stack.push_async_callback(executor.close)
    await executor.start(alone=False)


def _announce(console: Console, settings: Settings) -> None:
    console.print(f"Runs       {settings.installs_at_once} installs, {settings.workers} executions")
    console.print(f"Artefacts  {settings.data_dir / 'artifacts'}", markup=False)
    console.print("Stop       Ctrl-C")
