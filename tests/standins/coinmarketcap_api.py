"""CoinMarketCap's latest quotes."""

import uuid
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.standins.stand_in import Json, StandIn, require


class CoinMarketCapApi(StandIn):
    """Quotes what it knows.

    Attributes:
        key: made anew for each.
        prices: of one coin in dollars, by symbol.
        rates: what a dollar is in other currencies.
    """

    hosts = ("pro-api.coinmarketcap.com",)

    def __init__(self) -> None:
        self.key = str(uuid.uuid4())
        self.prices: dict[str, float] = {}
        self.rates: dict[str, float] = {"USD": 1}
        super().__init__()

    def routes(self) -> Sequence[Route]:
        """Both versions of the quotes."""
        return [
            Route(f"/v{version}/cryptocurrency/quotes/latest", self._quotes) for version in (1, 2)
        ]

    def complaint(self, message: str, status: int) -> Json:
        """As the API complains."""
        return {"status": {"error_code": status, "error_message": message}}

    async def _quotes(self, request: Request) -> Response:
        asked = await self.remember(request)
        given = asked.headers.get("x-cmc_pro_api_key")
        require(given == self.key, "This API Key is invalid.", 401)
        symbols = asked.query.get("symbol", "").split(",")
        currency = asked.query.get("convert", "USD")
        unknown = [symbol for symbol in symbols if symbol not in self.prices]
        require(not unknown, f'Invalid value for "symbol": "{",".join(unknown)}"')
        require(currency in self.rates, f'Invalid value for "convert": "{currency}"')
        coins = {symbol: self._coin(symbol, currency) for symbol in symbols}
        if asked.path.startswith("/v2/"):
            coins = {symbol: [coin] for symbol, coin in coins.items()}
        return JSONResponse({"status": {"error_code": 0, "error_message": None}, "data": coins})

    def _coin(self, symbol: str, currency: str) -> Json:
        price = self.prices[symbol] * self.rates[currency]
        quote = {"price": price, "market_cap": price * 10**6, "volume_24h": price * 10**4}
        return {"symbol": symbol, "quote": {currency: {**quote, "percent_change_24h": 0.5}}}
