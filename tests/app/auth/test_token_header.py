"""What is refused before any key is looked for."""

import json

import pytest
from jwt.utils import base64url_encode

from app.auth.token_header import MAX_TOKEN, TokenHeader, read_header
from app.errors import Unauthenticated


def token(header: str) -> str:
    return f"{base64url_encode(header.encode()).decode()}.e30.c2ln"


def test_the_algorithm_and_the_key_are_read() -> None:
    assert read_header(token('{"alg": "ES256", "kid": "a"}')) == TokenHeader("ES256", "a")


def test_a_token_that_is_too_long_is_not_even_parsed() -> None:
    with pytest.raises(Unauthenticated, match="longer than 8192"):
        read_header("." * (MAX_TOKEN + 1))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a.b.c",
        "..",
        ".e30.",
        "\ud800.e30.c2ln",
        "ключ.e30.c2ln",
        token("[]"),
        token("{"),
        token("[" * 5000),
        token('{"alg": ' + "9" * 5000 + "}"),
    ],
)
def test_what_is_no_token_says_so(text: str) -> None:
    with pytest.raises(Unauthenticated, match="malformed"):
        read_header(text)


@pytest.mark.parametrize(
    "header", [{"alg": "HS256"}, {"kid": "a"}, {"alg": 1, "kid": "a"}, {"alg": None, "kid": "a"}]
)
def test_a_token_must_name_its_key_and_algorithm(header: dict[str, object]) -> None:
    with pytest.raises(Unauthenticated, match="names no key"):
        read_header(token(json.dumps(header)))


@pytest.mark.parametrize("identifier", [1, [], {}, True])
def test_a_key_is_named_by_a_text(identifier: object) -> None:
    with pytest.raises(Unauthenticated):
        read_header(token(json.dumps({"alg": "HS256", "kid": identifier})))
