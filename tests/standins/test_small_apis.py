"""The small stand-ins answer what is right, and say what is wrong."""

import pytest

from tests.standins.asking import asking
from tests.standins.coinmarketcap_api import CoinMarketCapApi
from tests.standins.giphy_api import GiphyApi
from tests.standins.web_site import WebSite


class TestGiphy:
    async def test_it_finds_pictures(self) -> None:
        api = GiphyApi()
        query = {"api_key": api.key, "q": "red panda", "limit": "2", "rating": "pg"}
        async with asking(api) as client:
            found = (await client.get("/v1/gifs/search", params=query)).json()["data"]
        assert [gif["title"] for gif in found] == ["red panda GIF"] * 2
        assert found[0]["images"]["original"]["url"].endswith("/red%20panda/0.gif")

    @pytest.mark.parametrize(
        ("changed", "complaint"),
        [
            ({"api_key": "other"}, "Unauthorized"),
            ({"q": ""}, "'q' is missing"),
            ({"rating": "x"}, "no rating 'x'"),
            ({"limit": "many"}, "the limit is 'many'"),
        ],
    )
    async def test_it_says_what_is_wrong(self, changed: dict[str, str], complaint: str) -> None:
        api = GiphyApi()
        query = {"api_key": api.key, "q": "panda", **changed}
        async with asking(api) as client:
            answer = await client.get("/v1/gifs/search", params=query)
        assert answer.status_code >= 400
        assert complaint in answer.json()["meta"]["msg"]


class TestCoinMarketCap:
    @pytest.fixture
    def api(self) -> CoinMarketCapApi:
        api = CoinMarketCapApi()
        api.prices["BTC"], api.rates["EUR"] = 50_000, 0.5
        return api

    @pytest.mark.parametrize("version", [1, 2])
    async def test_it_quotes_in_a_currency(self, api: CoinMarketCapApi, version: int) -> None:
        path = f"/v{version}/cryptocurrency/quotes/latest"
        async with asking(api, **{"x-cmc_pro_api_key": api.key}) as client:
            answer = await client.get(path, params={"symbol": "BTC", "convert": "EUR"})
        coin = answer.json()["data"]["BTC"]
        if version == 2:
            (coin,) = coin
        assert coin["quote"]["EUR"]["price"] == 25_000

    @pytest.mark.parametrize(
        ("key", "query", "complaint"),
        [
            ("other", {"symbol": "BTC"}, "API Key is invalid"),
            (None, {"symbol": "XYZ"}, 'Invalid value for "symbol": "XYZ"'),
            (None, {"symbol": "BTC", "convert": "XXX"}, 'Invalid value for "convert"'),
        ],
    )
    async def test_it_says_what_is_wrong(
        self, api: CoinMarketCapApi, key: str | None, query: dict[str, str], complaint: str
    ) -> None:
        async with asking(api, **{"x-cmc_pro_api_key": key or api.key}) as client:
            answer = await client.get("/v1/cryptocurrency/quotes/latest", params=query)
        assert answer.status_code >= 400
        assert complaint in answer.json()["status"]["error_message"]


class TestWebSite:
    async def test_it_shows_its_pages_and_no_others(self) -> None:
        site = WebSite({"/": ("Home", "Welcome")})
        async with asking(site) as client:
            home, other = await client.get("/"), await client.get("/other")
        assert "<p>Welcome</p>" in home.text
        assert (other.status_code, site.refused) == (404, ["There is no page /other"])
