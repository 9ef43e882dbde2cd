"""Looking a setting up by the name that somebody gave."""

import time

import pytest

from app.catalog.known_settings import KnownSettings
from app.catalog.setting_spec import SettingSpec

KNOWN = KnownSettings(
    [SettingSpec(key=key) for key in ("OPENAI_BASE_URL", "RPC_<CHAIN>", "RPC_MAINNET")]
)


def test_a_name_goes_before_a_template() -> None:
    keys = {
        key: spec and spec.key
        for key in ("RPC_MAINNET", "RPC_BASE", "RPC_<CHAIN>", "X")
        for spec in [KNOWN.of(key)]
    }
    assert keys == {
        "RPC_MAINNET": "RPC_MAINNET",
        "RPC_BASE": "RPC_<CHAIN>",
        "RPC_<CHAIN>": None,
        "X": None,
    }


@pytest.mark.parametrize(
    "key", ["OPENAI_BASEURL", "openai_base_url", "OPENAI_BASE_URLS", "OPENIA_BASE_URL"]
)
def test_a_slip_of_the_pen_is_seen(key: str) -> None:
    assert KNOWN.near(key) == "OPENAI_BASE_URL"


@pytest.mark.parametrize("key", ["OPENAI_BASE_URL", "RPC_BASE", "ANTHROPIC_URL", "", "X" * 10_000])
def test_known_and_other_names_are_no_slips(key: str) -> None:
    assert KNOWN.near(key) is None


def test_a_package_with_many_settings_takes_no_longer() -> None:
    many = KnownSettings([SettingSpec(key="AB" * 25 + str(number)) for number in range(5_000)])
    begun = time.perf_counter()
    many.near("BA" * 25)
    assert time.perf_counter() - begun < 0.5
