"""From which addresses keys may be read."""

import pytest

from app.secure_url import secure_url


@pytest.mark.parametrize(
    "url",
    [
        "https://issuer.example",
        "https://issuer.example:8443/realms/one",
        "http://localhost:9000/keys",
        "http://127.0.0.1:9000",
        "http://[::1]:9000",
    ],
)
def test_nobody_on_the_way_can_change_what_these_answer(url: str) -> None:
    assert secure_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "issuer.example",
        "https://",
        "http://issuer.example",
        "http://10.0.0.1/keys",
        "http://0.0.0.0/keys",
        "http://127.0.0.1.example/keys",
        "http://127.0.0.1@issuer.example/keys",
        "http://localhost.example",
        "ftp://127.0.0.1/keys",
        "file:///etc/passwd",
        "http://[::1",
    ],
)
def test_others_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"https|Invalid"):
        secure_url(url)
