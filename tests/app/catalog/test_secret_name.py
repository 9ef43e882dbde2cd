"""Credentials are recognised by their names."""

import pytest

from app.catalog.secret_name import looks_secret


@pytest.mark.parametrize(
    "key",
    [
        *("OPENAI_API_KEY", "GIPHY_API_KEY", "apiKey", "api-key", "service.apiKey", "APIKEY"),
        *("EVM_PRIVATE_KEY", "SOLANA_PRIVATE_KEY", "privateKey", "WALLET_SECRET_KEY"),
        *("DISCORD_API_TOKEN", "TELEGRAM_BOT_TOKEN", "botToken", "GITHUB_TOKEN", "ACCESS_TOKEN"),
        *("PASSWORD", "POSTGRES_PASSWORD", "TWITTER_PASSWORD", "passphrase"),
        *("MNEMONIC", "WALLET_SEED_PHRASE", "CLIENT_SECRET", "AWS_CREDENTIALS", "COOKIES"),
        *("SECRET", "KEY", "TOKEN", "SECRET_SALT"),
    ],
)
def test_these_are_secrets(key: str) -> None:
    assert looks_secret(key)


@pytest.mark.parametrize(
    "key",
    [
        *("SOLANA_PUBLIC_KEY", "publicKey", "OPENAI_BASE_URL", "OPENAI_SMALL_MODEL"),
        *("MAX_TOKENS", "TOKEN_LIMIT", "KEYWORDS", "MONKEY", "PORT", "LOG_LEVEL", "keyboard"),
        *("SECRETARY", "PASSWORD_MIN_LENGTH", "EXAMPLE_PLUGIN_VARIABLE", ""),
    ],
)
def test_these_are_not(key: str) -> None:
    assert not looks_secret(key)
