"""Rows of an agent's database, which the host keeps for its workers."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Protocol

from annotated_types import Len
from pydantic import BaseModel, ConfigDict, Field

from sandbox.worker.call import Json

MOST_ROWS = 500

Text = Annotated[str, Field(max_length=512)]
Tags = Annotated[list[Text], Len(max_length=50)]
FieldName = Annotated[str, Field(pattern=r"^[A-Za-z]{1,40}$")]
FieldValue = bool | int | float | Text | Tags
Moment = Annotated[int, Field(ge=-(2**45), le=2**45)]


class Table(StrEnum):
    """What elizaOS keeps in a database."""

    COMPONENTS = "components"
    ENTITIES = "entities"
    LOGS = "logs"
    MEMORIES = "memories"
    PARTICIPANTS = "participants"
    RELATIONSHIPS = "relationships"
    ROOMS = "rooms"
    TASKS = "tasks"
    WORLDS = "worlds"


class KeptRow(BaseModel):
    """One row, as its plugin made it.

    Attributes:
        id: the plugin's own.
        at: when it came to be, in milliseconds since 1970.
        name: for people.
        fields: what it is found by.
        value: all of it.
        vector: the bytes of the numbers, of four bytes each, little-endian.
    """

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    id: Annotated[str, Field(min_length=1, max_length=512)]
    at: Moment
    name: Text = ""
    fields: Annotated[dict[FieldName, FieldValue], Len(max_length=20)]
    value: Json
    vector: bytes | None = None


class RowQuery(BaseModel):
    """Which rows are wanted; newest first.

    Attributes:
        criteria: for each field, the values of which any will do.
        tags: all of which the field ``tags`` must hold.
        since, until: bounds of ``at``, both included.
        offset, limit: which of those that fit.
    """

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    criteria: Annotated[
        dict[FieldName, Annotated[list[bool | int | float | Text], Len(max_length=MOST_ROWS)]],
        Len(max_length=20),
    ]
    tags: Tags = Field(default_factory=list)
    since: float | None = None
    until: float | None = None
    offset: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS)] = MOST_ROWS


class Rows(Protocol):
    """Keeps an agent's rows. Each method may raise ``HostCallFailed``."""

    async def get(self, table: Table, ids: Sequence[str]) -> list[KeptRow]:
        """Give those of these rows that exist."""

    async def find(self, table: Table, query: RowQuery) -> list[KeptRow]:
        """Give the rows that are wanted."""

    async def count(self, table: Table, query: RowQuery) -> int:
        """Tell how many rows fit."""

    async def nearest(
        self, table: Table, query: RowQuery, vector: bytes, threshold: float
    ) -> list[tuple[KeptRow, float]]:
        """Give the rows whose vectors point most nearly in a direction, with the cosine."""

    async def put(self, table: Table, rows: Sequence[KeptRow]) -> None:
        """Keep rows in place of those of their ids."""

    async def remove(self, table: Table, ids: Sequence[str]) -> None:
        """Forget rows."""
