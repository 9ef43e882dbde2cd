"""Everything that is stored of a tenant."""

import hashlib
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import bson
from pymongo.read_concern import ReadConcern

from app.database import Database
from app.documents import DOCUMENTS
from app.execution.execution import Execution
from app.journal.entry import Entry
from app.ontology.group import Group
from app.ontology.person import Person
from app.plugins.install import Install
from app.rates.counter import Counter
from tests.fuzz.tenant import Tenant

_HEX = re.compile(r"[0-9a-f]{24}")
_JOBS = (Execution, Install)  # read first: what follows shows what those that are done did
_OTHERS = (Group, Person, Entry, Counter)  # that name no group
_IN_BACKGROUND = {"chunk", "vector_only"}  # of knowledge: changes when it has been embedded
Row = dict[str, Any]


@dataclass(frozen=True)
class Belongings:
    """A tenant's documents at a moment.

    Attributes:
        ids: the part of each document's id that no kind of node changes.
        digests: by id; that of what changes by itself is left out.
        busy: whether a job of the tenant's is under way, so that they change by themselves.
    """

    ids: frozenset[str]
    digests: Mapping[str, str]
    busy: bool

    def changed(self, later: "Belongings") -> list[str]:
        """The ids of documents that are others by now, gone or new."""
        return sorted(dict(self.digests.items() ^ later.digests.items()))


async def belongings(database: Database, tenant: Tenant) -> Belongings:
    """What a tenant has now."""
    rows = [row async for row in _rows(database, tenant)]
    lasting = [row for row in rows if row.get("type") not in _IN_BACKGROUND]
    return Belongings(
        ids=frozenset(found for row in rows for found in _HEX.findall(str(row["_id"]))),
        digests={row["_id"]: hashlib.sha256(bson.encode(row)).hexdigest() for row in lasting},
        busy=any(row.get("queue", "done") != "done" for row in rows),
    )


async def _rows(database: Database, tenant: Tenant) -> AsyncIterator[Row]:
    home = {"group": {"$in": tenant.groups}}
    jobs: list[str] = []
    kinds = [*_JOBS, *(kind for kind in DOCUMENTS if kind not in (*_JOBS, *_OTHERS))]
    collections = {kind.get_collection_name(): kind for kind in kinds}
    for kind in collections.values():
        async for row in database.collection(kind).find(home):
            jobs += [row["_id"]] if kind in _JOBS else []
            yield row
    people = [person.id for person in tenant.people.values()]
    owned = {"_id": {"$in": [*people, *tenant.groups]}}
    queries = ((Person, owned), (Group, owned), (Entry, {"subject": {"$in": jobs}}))
    for kind, query in queries:
        async for row in database.collection(kind).find(query):
            yield row
    # What counts against a limit is written without waiting for a majority.
    counters = database.collection(Counter).with_options(read_concern=ReadConcern("local"))
    async for row in counters.find():
        if any(group in row["_id"] for group in tenant.groups):
            yield row
