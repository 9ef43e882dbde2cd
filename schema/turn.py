"""When an operation may run, and what it turned out to be."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

from strawberry.extensions import SchemaExtension
from strawberry.types.graphql import OperationType


@dataclass(slots=True)
class Turn:
    """An operation's place among those that came with it: of these, mutations run in order.

    Attributes:
        kind: what the operation is; None until it is known to be valid.
        earlier: the turns of those that stand before it.
        begun: set when it is about to be executed.
        over: set when nothing has to wait for it any more.
    """

    kind: OperationType | None = None
    earlier: Sequence["Turn"] = ()
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def begin(self, kind: OperationType) -> None:
        """Return when an operation of this kind may run."""
        self.kind = kind
        self.begun.set()
        if kind is not OperationType.MUTATION:
            self.over.set()
            return
        for turn in self.earlier:
            await turn.over.wait()


class TakesTurn(SchemaExtension):
    """Lets operations of one request wait for each other, and its transport see what they are."""

    async def on_execute(self) -> AsyncIterator[None]:
        """Wait."""
        await self.execution_context.context.turn.begin(self.execution_context.operation_type)
        yield
