"""What every resolver can reach."""

from dataclasses import dataclass, field
from typing import TypeAlias

import strawberry

from app.auth.caller import Caller
from app.auth.principal import Principal
from app.loaders import Loaders
from app.services import Services
from schema.turn import Turn


@dataclass(slots=True)
class Context:
    """One operation's caller, services and loaders.

    Attributes:
        caller: whoever calls the root field at work, with the permission it declares.
        turn: when it may run, and what it is.
    """

    principal: Principal
    services: Services
    loaders: Loaders
    caller: Caller = field(init=False)
    turn: Turn = field(default_factory=Turn)


Info: TypeAlias = strawberry.Info[Context, None]
