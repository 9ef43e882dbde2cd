"""What the environment may say, and what is answered when it says something else."""

from collections.abc import Mapping

import pytest

from app.errors import InvalidSetting
from app.settings import Settings


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Nothing but what a test sets."""
    for name in (f"ONE_{field.upper()}" for field in Settings.model_fields):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def load(environment: pytest.MonkeyPatch, values: Mapping[str, str]) -> Settings:
    for name, value in values.items():
        environment.setenv(name, value)
    return Settings.load()


def test_without_any_it_is_embedded_and_for_this_machine_alone(
    environment: pytest.MonkeyPatch,
) -> None:
    settings = load(environment, {})
    assert (settings.embedded, settings.loopback, settings.port) == (True, True, 8000)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ONE_PORT", "abc"),
        ("ONE_PORT", "70000"),
        ("ONE_WORKERS", "0"),
        ("ONE_WORKER_MEMORY_MB", "1"),
        ("ONE_LOG_LEVEL", "LOUD"),
        ("ONE_INSTALLS_PER_HOUR", "-1"),
        ("ONE_SYNC_ON_START", "perhaps"),
        ("ONE_REGISTRY_INDEX", "/nowhere/index.json"),
        ("ONE_MONGODB_DATABASE", "a.b"),
        ("ONE_SECRET_KEY", "short"),
        ("ONE_SECRET_KEYS_PREVIOUS", f"{'k' * 32},short"),
        ("ONE_OIDC_ISSUER", "http://issuer.example"),
        ("ONE_OIDC_ISSUER", ""),
        ("ONE_OIDC_JWKS_URL", "file:///etc/passwd"),
        ("ONE_OIDC_AUDIENCE", ""),
        ("ONE_TOKEN_HOURS_MAX", "0"),
    ],
)
def test_a_wrong_one_is_named_with_what_is_wrong(
    environment: pytest.MonkeyPatch, name: str, value: str
) -> None:
    with pytest.raises(InvalidSetting, match=name):
        load(environment, {name: value})


def test_every_wrong_one_is_named_at_once(environment: pytest.MonkeyPatch) -> None:
    with pytest.raises(InvalidSetting) as failure:
        load(environment, {"ONE_PORT": "x", "ONE_WORKERS": "y"})
    assert "ONE_PORT='x'" in failure.value.message
    assert "ONE_WORKERS='y'" in failure.value.message


@pytest.mark.parametrize("name", ["ONE_SECRET_KEY", "ONE_SECRET_KEYS_PREVIOUS"])
def test_a_secret_is_never_repeated(environment: pytest.MonkeyPatch, name: str) -> None:
    with pytest.raises(InvalidSetting) as failure:
        load(environment, {name: "my-secret"})
    assert "my-secret" not in str(failure.value)


def test_a_database_of_ones_own_needs_a_key_and_the_mend_makes_one(
    environment: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(InvalidSetting, match="openssl rand -hex 32"):
        load(environment, {"ONE_MONGODB_URI": "mongodb://127.0.0.1"})
    settings = load(environment, {"ONE_SECRET_KEY": "k" * 32})
    assert not settings.embedded


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"ONE_SECRET_KEYS_PREVIOUS": "k" * 32}, "needs ONE_SECRET_KEY"),
        ({"ONE_OIDC_ISSUER": "https://issuer.example"}, "ONE_OIDC_AUDIENCE"),
        ({"ONE_OIDC_AUDIENCE": "one-graph"}, "ONE_OIDC_ISSUER"),
        ({"ONE_OIDC_JWKS_URL": "https://issuer.example/keys"}, "needs ONE_OIDC_ISSUER"),
        ({"ONE_TOKEN_HOURS": "3", "ONE_TOKEN_HOURS_MAX": "2"}, "must not exceed"),
    ],
)
def test_settings_of_tokens_that_need_one_another_say_so(
    environment: pytest.MonkeyPatch, values: dict[str, str], message: str
) -> None:
    with pytest.raises(InvalidSetting, match=message):
        load(environment, values)


def test_an_execution_may_not_take_longer_by_itself_than_one_may_ask_for(
    environment: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(InvalidSetting, match="ONE_EXECUTION_TIMEOUT_MAX_MS"):
        load(environment, {"ONE_EXECUTION_TIMEOUT_MAX_MS": "1000"})


def test_lists_are_separated_by_commas(environment: pytest.MonkeyPatch) -> None:
    settings = load(environment, {"ONE_ALLOWED_HOSTS": " a.example , b.example,"})
    assert settings.allowed_hosts == ("a.example", "b.example")


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104 - compared
        ("::", False),
        ("one.example", False),
    ],
)
def test_loopback_is_what_only_this_machine_reaches(
    environment: pytest.MonkeyPatch, host: str, loopback: bool
) -> None:
    assert load(environment, {"ONE_HOST": host}).loopback is loopback
