"""The plugins under test, each in the version that was measured."""

STARTER = "@elizaos/plugin-starter"
CLASSIC = "@elizaos/plugin-eliza-classic"
PDF = "@elizaos/plugin-pdf"
OPENAI = "@elizaos/plugin-openai"
OPENROUTER = "@elizaos/plugin-openrouter"
EVM = "@elizaos/plugin-evm"
SOLANA = "@elizaos/plugin-solana"
TELEGRAM = "@elizaos/plugin-telegram"
DISCORD = "@elizaos/plugin-discord"
GIPHY = "@elizaos/plugin-giphy"
COINMARKETCAP = "@elizaos/plugin-coinmarketcap"
BOOTSTRAP = "@elizaos/plugin-bootstrap"
BROWSER = "@elizaos/plugin-browser"

RELEASES = {
    STARTER: "1.7.2",
    CLASSIC: "2.0.0-alpha.5",
    PDF: "1.0.2",
    OPENAI: "1.6.0",
    OPENROUTER: "1.5.17",
    EVM: "1.0.13",
    SOLANA: "1.2.6",
    TELEGRAM: "1.6.4",
    DISCORD: "1.3.8",
    GIPHY: "1.0.5",
    COINMARKETCAP: "1.0.1",
    BOOTSTRAP: "1.7.2",
    BROWSER: "1.0.3",
}
