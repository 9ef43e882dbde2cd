"""Keys that stand for many."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog.key_template import KeyTemplate

CHAIN = "ETHEREUM_PROVIDER_<CHAINNAME>"


@pytest.mark.parametrize(
    "key",
    [
        CHAIN,
        "ETHEREUM_PROVIDER_{chain}",
        "ETHEREUM_PROVIDER_${chain}",
        "ETHEREUM_PROVIDER_[CHAIN]",
        "ETHEREUM_PROVIDER_*",
        "ETHEREUM_PROVIDER_<A><B>",
    ],
)
def test_placeholders_of_any_spelling_stand_for_a_part_of_the_name(key: str) -> None:
    template = KeyTemplate.parse(key)
    assert template == KeyTemplate(("ETHEREUM_PROVIDER_", ""))
    assert template.matches("ETHEREUM_PROVIDER_SEPOLIA")
    assert template.matches("ETHEREUM_PROVIDER_base-sepolia")
    for other in (
        "ETHEREUM_PROVIDER_",
        "ETHEREUM_PROVIDER",
        "MY_ETHEREUM_PROVIDER_SEPOLIA",
        "ETHEREUM_PROVIDER_A B",
        "ETHEREUM_PROVIDER_A\n",
        "",
    ):
        assert not template.matches(other)


@pytest.mark.parametrize(
    "key",
    [
        *("OPENAI_API_KEY", "", "<", "a<b", "<A>", "<A>_<B>", "*", "<A>_KE", "X Y_<A>", "$<A>_URL"),
        "A<X>B<X>C<X>D<X>E",
    ],
)
def test_a_name_and_what_stands_for_anything_are_no_templates(key: str) -> None:
    assert KeyTemplate.parse(key) is None


KEYS = st.text(alphabet="AB_.", max_size=12)


@given(st.lists(KEYS, min_size=2, max_size=4), KEYS)
def test_it_matches_just_what_its_pattern_matches(literals: list[str], key: str) -> None:
    template = KeyTemplate(tuple(literals))
    for name in (key, "B".join(literals), "A_".join(literals) + key):
        assert template.matches(name) == bool(re.fullmatch(template.pattern, name))


def test_no_name_takes_long_to_match() -> None:
    template = KeyTemplate.parse("A<X>A_A<X>A_A<X>AB")
    assert template is not None
    begun = time.perf_counter()
    for _ in range(1_000):
        template.matches("A" * 200)
    assert time.perf_counter() - begun < 1
