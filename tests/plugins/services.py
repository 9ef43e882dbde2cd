"""The remote services that the plugins under test use."""

from dataclasses import dataclass, field, fields

from tests.standins.coinmarketcap_api import CoinMarketCapApi
from tests.standins.discord_api import DiscordApi
from tests.standins.ethereum_node import EthereumNode
from tests.standins.giphy_api import GiphyApi
from tests.standins.openai_api import OpenAIApi
from tests.standins.solana_node import SolanaNode
from tests.standins.stand_in import StandIn
from tests.standins.telegram_api import TelegramApi
from tests.standins.web_site import WebSite


@dataclass(frozen=True)
class Services:
    """One of each; ``models`` is whom the operator has answer for all plugins."""

    models: OpenAIApi = field(default_factory=lambda: OpenAIApi("models.example.com"))

    openai: OpenAIApi = field(default_factory=lambda: OpenAIApi("openai.example.com"))
    openrouter: OpenAIApi = field(default_factory=lambda: OpenAIApi("openrouter.example.com"))
    ethereum: EthereumNode = field(default_factory=EthereumNode)
    solana: SolanaNode = field(default_factory=SolanaNode)
    telegram: TelegramApi = field(default_factory=TelegramApi)
    discord: DiscordApi = field(default_factory=DiscordApi)
    giphy: GiphyApi = field(default_factory=GiphyApi)
    coinmarketcap: CoinMarketCapApi = field(default_factory=CoinMarketCapApi)
    web: WebSite = field(default_factory=lambda: WebSite({}))

    def all(self) -> list[StandIn]:
        """Every one of them."""
        return [getattr(self, each.name) for each in fields(self)]
