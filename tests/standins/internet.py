"""Names and certificates for stand-ins, as the operator of a server would give them."""

from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from sandbox.egress.authority import Authority
from tests.loopback import serve
from tests.standins.stand_in import StandIn


@asynccontextmanager
async def internet(folder: Path, stand_ins: Iterable[StandIn]) -> AsyncIterator[dict[str, str]]:
    """Serve each at its names by TLS; the value is the settings that lead a server there."""
    authority = Authority()
    file = folder / "authority.pem"
    file.write_text(authority.pem)
    async with AsyncExitStack() as served:
        places = [
            f"{host}=127.0.0.1:{port}"
            for stand_in in stand_ins
            for host in stand_in.hosts
            for port in [
                await served.enter_async_context(serve(stand_in.app, authority.context_for(host)))
            ]
        ]
        yield {"ONE_EGRESS_RESOLVE": ",".join(places), "ONE_EGRESS_CA": str(file)}
