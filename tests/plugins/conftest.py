"""One server for all proofs with real plugins, in an internet of stand-ins."""

from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from tests.e2e.plugins import index_of
from tests.e2e.synced import synced_server
from tests.loopback import serve
from tests.people import People, people_of
from tests.plugins.releases import COINMARKETCAP, OPENAI, RELEASES
from tests.plugins.services import Services
from tests.plugins.tenant import in_use
from tests.serving import ServerProcess
from tests.standins.internet import internet
from tests.standins.openai_api import echo, taught

Teach = Callable[[str, str], None]


@pytest.fixture(scope="session")
def services() -> Services:
    """The remote services, which live as long as the server."""
    return Services()


@pytest.fixture(scope="session")
async def server(
    tmp_path_factory: pytest.TempPathFactory, services: Services
) -> AsyncIterator[ServerProcess]:
    """A server that knows the plugins under test, which reach the services."""
    folder = tmp_path_factory.mktemp("plugins")
    async with (
        internet(folder, services.all()) as places,
        serve(services.models.app) as port,
        synced_server(
            folder / "data",
            index_of(folder, *RELEASES),
            ONE_EGRESS_REQUESTS_PER_MINUTE="600",
            ONE_MODELS_URL=f"http://127.0.0.1:{port}/v1",
            ONE_MODELS_KEY=services.models.key,
            **places,
        ) as process,
    ):
        yield process


@pytest.fixture(scope="session")
async def people(server: ServerProcess) -> AsyncIterator[People]:
    """Everyone's clients."""
    everyone = await people_of(server)
    yield everyone
    await everyone.close()


@pytest.fixture(scope="session")
async def openai(people: People, services: Services) -> str:
    """The id of plugin-openai's instance."""
    (host,) = services.openai.hosts
    return await in_use(
        people,
        OPENAI,
        settings={"OPENAI_BASE_URL": f"https://{host}/v1", "OPENAI_EMBEDDING_DIMENSIONS": "384"},
        secrets=[{"key": "OPENAI_API_KEY", "value": services.openai.key, "hosts": [host]}],
        allowedHosts=[host],
    )


@pytest.fixture(scope="session")
async def coinmarketcap(people: People, services: Services) -> str:
    """The id of plugin-coinmarketcap's instance."""
    (host,) = services.coinmarketcap.hosts
    services.coinmarketcap.prices["BTC"] = 50_000
    return await in_use(
        people,
        COINMARKETCAP,
        secrets=[
            {
                "key": "COINMARKETCAP_API_KEY",
                "value": services.coinmarketcap.key,
                "hosts": [host],
                "positions": ["header:X-CMC_PRO_API_KEY"],
            }
        ],
        allowedHosts=[host],
    )


@pytest.fixture
def thinks(services: Services) -> Iterator[Teach]:
    """Teaches the models one thing: what they are told must match, and makes their answer."""

    def teach(told: str, answer: str) -> None:
        services.models.think = lambda prompt: taught(told, answer, prompt)

    yield teach
    services.models.think = echo


@pytest.fixture(autouse=True)
def nothing_refused(services: Services) -> Iterator[None]:
    """No service may have had to refuse what a plugin sent it."""
    yield
    refused = {type(each).__name__: each.refused for each in services.all() if each.refused}
    for each in services.all():
        each.refused = []
    assert refused == {}
