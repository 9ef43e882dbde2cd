"""What a plugin is for, in one word, from the words that it is described with."""

import re
from collections.abc import Iterable
from itertools import pairwise

OTHER = "other"
_CATEGORIES: dict[str, frozenset[str]] = {
    category: frozenset(words.split())
    for category, words in {
        "database": "adapter cache database inmemorydb localdb mongodb mysql pglite postgres "
        "postgresql qdrant redis sql sqlite sqljs supabase",
        "memory": "experience membase memories memory scratchpad",
        "knowledge": "bioagent dkg documents gitbook knowledge notion obsidian rag research "
        "science wolfram",
        "browser": "browser browsing computeruse crawler firecrawl scraping stagehand websearch",
        "model": "anthropic bedrock cerebras completion copilot elizacloud embedding "
        "embeddings gateway genai groq hyperbolic inference llama llm llms localai model models "
        "nim nvidia ollama openai openrouter redpill rlm tokenizer venice xai",
        "media": "3d audio avatar chart elevenlabs giphy gif holoworld image imgflip letzai "
        "livekit meme memes music ocr pdf photo photos speech suno transcription tts udio video "
        "vision voice youtube",
        "social": "bluebubbles bluesky chat client clients discord email farcaster feishu gmail "
        "imessage instagram lens line lobster matrix mattermost messaging messenger moltbook "
        "msteams nextcloud nostr openchat signal slack social telegram tlon twilio twitch twitter "
        "wechat whatsapp xmtp zalo zalouser",
        "finance": "arbitrage binance ccxt clanker coinbase debridge defi derivatives dex exchange "
        "hyperliquid invoice jupiter lightning liquidity lp meteora morpho okx orca "
        "orderly pay payai payid payment payments perp perpetual polymarket raydium router "
        "stablecoin swap swaps trade trader trading x402 yield",
        "data": "allora analytics ankr arkham birdeye bitquery chainbase codex coingecko "
        "coinmarketcap dataset defillama defined definews dexpaprika dexscreener feed feeds "
        "football helius intel market moralis news octav price prices pyth rss rss3 signals "
        "sportradar statistics tokenmetrics weather zapper zerion",
        "security": "attestation attestations auth authentication captcha credential credentials "
        "dcap goplus identity passport privacy proof secrets security sgx siwe tee trust trustdb "
        "trustgo verifiable verification",
        "storage": "arweave avail b2 ethstorage filecoin ipfs irys s3 storacha storage",
        "developer": "api autocoder bench benchmark cli code codegen composio devin e2b "
        "github linear mcp sandbox sdk shell starter template webhook webhooks",
        "automation": "automation calendar commands cron form goals n8n orchestrator "
        "planning schedule scheduler scheduling task tasks todo workflow workflows",
        "agent": "autonomy bootstrap character directives executor goat personality "
        "pluginmanager rolodex skills trajectory",
        "game": "babylon game games gaming minecraft roblox",
        "blockchain": "abstract aptos arbitrum arthera avalanche base bitcoin bittensor blockchain "
        "bnb btc cardano chain conflux cosmos cronos crypto cryptocurrency depin eth ethereum evm "
        "flow fuel genlayer hedera icp injective kaia lightlink massa mina movement multichain "
        "multiversx near nft nfts nkn polkadot polygon quai sei solana sonic staking starknet "
        "stargaze story sui thirdweb token tokens ton tron viction wallet wallets web3 xdc "
        "zilliqa zksync",
    }.items()
}
_WORD = re.compile(r"[a-z0-9]+")


def categorise(name: str, labels: Iterable[str], description: str | None) -> str:
    """The category of the first text that names one: the name, then labels, then description.

    Where a text names several, the one earliest in the table wins: it goes from narrow to wide.
    """
    for text in (name.rpartition("/")[2], " ".join(labels), description or ""):
        found = _words(text)
        for category, words in _CATEGORIES.items():
            if not words.isdisjoint(found):
                return category
    return OTHER


def _words(text: str) -> set[str]:
    """The words, and each pair of neighbours as one: "web-search" is also "websearch"."""
    words = _WORD.findall(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).lower())
    pairs = pairwise(words)
    return {*words, *(first + second for first, second in pairs)}
