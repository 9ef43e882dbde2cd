"""The plugins under test, each in the version that was measured."""

OPENAI = "@elizaos/plugin-openai"
OPENROUTER = "@elizaos/plugin-openrouter"
EVM = "@elizaos/plugin-evm"
SOLANA = "@elizaos/plugin-solana"
TELEGRAM = "@elizaos/plugin-telegram"
DISCORD = "@elizaos/plugin-discord"
GIPHY = "@elizaos/plugin-giphy"
COINMARKETCAP = "@elizaos/plugin-coinmarketcap"
BOOTSTRAP = "@elizaos/plugin-bootstrap"
KNOWLEDGE = "@elizaos/plugin-knowledge"
MEMORY = "@elizaos/plugin-memory"
TODO = "@elizaos/plugin-todo"
BROWSER = "@elizaos/plugin-browser"

RELEASES = {
    OPENAI: "1.6.0",
    OPENROUTER: "1.5.17",
    EVM: "1.0.13",
    SOLANA: "1.2.6",
    TELEGRAM: "1.6.4",
    DISCORD: "1.3.8",
    GIPHY: "1.0.5",
    COINMARKETCAP: "1.0.1",
    BOOTSTRAP: "1.7.2",
    KNOWLEDGE: "1.6.1",
    MEMORY: "1.1.2",
    TODO: "2.0.0-alpha.13-milady.0",
    BROWSER: "1.0.3",
}
