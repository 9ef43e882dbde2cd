"""plugin-coinmarketcap tells what a coin costs."""

import pytest

from tests.people import People
from tests.plugins.conftest import Teach
from tests.plugins.releases import COINMARKETCAP
from tests.plugins.services import Services
from tests.plugins.tenant import in_use, succeeded


@pytest.fixture(scope="module")
async def instance(people: People, services: Services) -> str:
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


async def test_it_tells_a_price(people: People, instance: str, thinks: Teach) -> None:
    thinks(
        r"Caller: What is (\w+) worth in (\w+)\?",
        r"<price_request><symbol>\1</symbol><currency>\2</currency></price_request>",
    )
    ended = await succeeded(people, instance, "GET_PRICE", text="What is BTC worth in USD?")
    (said,) = ended["callbacks"]
    assert said["text"] == "The current price of BTC is 50000 USD"
    assert said["content"]["price"] == 50_000
