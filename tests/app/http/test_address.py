"""Where strangers come from."""

import pytest

from app.http.address import network_address


@pytest.mark.parametrize(
    ("client", "other", "same"),
    [
        (("127.0.0.2", 1), ("127.0.0.2", 2), True),
        (("127.0.0.2", 1), ("127.0.0.3", 1), False),
        (("fd00:0:0:1::1", 1), ("fd00:0:0:1:2:3:4:5", 1), True),
        (("fd00:0:0:1::1", 1), ("fd00:0:0:2::1", 1), False),
        (("a-name", 1), ("a-name", 2), True),
        (("a-name", 1), None, False),
        (None, None, True),
    ],
)
def test_a_stranger_is_an_address_or_a_network_of_ipv6(
    client: tuple[str, int] | None, other: tuple[str, int] | None, same: bool
) -> None:
    assert (network_address({"client": client}) == network_address({"client": other})) is same
