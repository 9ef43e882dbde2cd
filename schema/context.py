"""What every resolver can reach."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import strawberry

from app.auth.principal import Principal
from app.loaders import Loaders
from app.services import Services


@dataclass(slots=True)
class Context:
    """One operation's caller, services and loaders.

    ``response``, ``request`` and ``connection_params`` are set by the transport.
    """

    principal: Principal
    services: Services
    loaders: Loaders
    request: Any = None
    response: Any = None
    connection_params: dict[str, object] | None = field(default=None)


Info: TypeAlias = strawberry.Info[Context, None]
