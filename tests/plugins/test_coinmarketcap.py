"""plugin-coinmarketcap tells what a coin costs."""

from tests.people import People
from tests.plugins.conftest import Teach
from tests.plugins.tenant import succeeded


async def test_it_tells_a_price(people: People, coinmarketcap: str, thinks: Teach) -> None:
    thinks(
        r"Caller: What is (\w+) worth in (\w+)\?",
        r"<price_request><symbol>\1</symbol><currency>\2</currency></price_request>",
    )
    ended = await succeeded(people, coinmarketcap, "GET_PRICE", text="What is BTC worth in USD?")
    (said,) = ended["callbacks"]
    assert said["text"] == "The current price of BTC is 50000 USD"
    assert said["content"]["price"] == 50_000
