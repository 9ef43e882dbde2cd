"""What a request leaves behind: documents and files."""

from pathlib import Path

from app.database import Database
from app.execution.execution import Execution
from app.journal.entry import Entry
from app.ontology.connection import Connection
from app.ontology.event import Event
from app.ontology.thing import Thing
from app.plugins.install import Install

KINDS = (Thing, Connection, Event, Install, Execution, Entry)


class Footprint:
    """Counts everything that requests of tenants may add."""

    def __init__(self, database: Database, data_dir: Path) -> None:
        self._database = database
        self._store = data_dir / "artifacts"

    async def take(self) -> dict[str, int]:
        """The counts of this moment."""
        counts = {
            kind.__name__: await self._database.collection(kind).count_documents({})
            for kind in KINDS
        }
        return counts | self.files()

    def files(self) -> dict[str, int]:
        """How many artefacts, links to them and half-made ones there are."""
        return {
            folder: len(list((self._store / folder).iterdir()))
            for folder in ("artifacts", "versions", "staging")
        }
