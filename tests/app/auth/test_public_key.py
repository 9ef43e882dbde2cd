"""Which of the keys that an issuer publishes are used, and what for."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256K1,
    SECP256R1,
    SECP384R1,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as generate_rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from app.auth.public_key import parse_keys
from tests.openid_provider import SigningKey

EC = SigningKey.generate("a").published


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256", "EdDSA"])
def test_a_key_is_good_for_its_algorithm_alone(algorithm: str) -> None:
    entry = SigningKey.generate("a", algorithm).published
    assert parse_keys({"keys": [entry]})["a"].algorithms == {algorithm}


def test_an_rsa_key_that_names_none_is_good_for_both() -> None:
    entry = SigningKey.generate("a", "RS256").published
    del entry["alg"], entry["use"]
    assert parse_keys({"keys": [entry]})["a"].algorithms == {"RS256", "PS256"}


UNUSABLE: dict[str, Any] = {
    "a shared secret": {"kty": "oct", "k": "c2VjcmV0", "kid": "a"},
    "for encryption": {**EC, "use": "enc"},
    "without an id": {name: value for name, value in EC.items() if name != "kid"},
    "of another algorithm": {**EC, "alg": "HS256"},
    "of no algorithm": {**EC, "alg": ["ES256"]},
    "of no curve": {**EC, "crv": ["P-256"]},
    "off its curve": {**EC, "x": EC["y"]},
    "cut short": {**EC, "x": "AA"},
    "no object": "key",
    "a curve that is not accepted": {
        **ECAlgorithm.to_jwk(generate_private_key(SECP384R1()).public_key(), as_dict=True),
        "kid": "a",
    },
    "a curve of currencies": {
        **ECAlgorithm.to_jwk(generate_private_key(SECP256K1()).public_key(), as_dict=True),
        "kid": "a",
    },
    "too short": {
        **RSAAlgorithm.to_jwk(
            generate_rsa(65537, 1024).public_key(),  # noqa: S505 - that is the point
            as_dict=True,
        ),
        "kid": "a",
    },
    "private": {
        **ECAlgorithm.to_jwk(generate_private_key(SECP256R1()), as_dict=True),
        "kid": "a",
    },
}


@pytest.mark.parametrize("kind", UNUSABLE)
def test_an_unusable_key_is_left_out_and_its_neighbours_stay(kind: str) -> None:
    good = {**EC, "kid": "good"}
    assert set(parse_keys({"keys": [UNUSABLE[kind], good]})) == {"good"}


@pytest.mark.parametrize("document", [None, [], "keys", {}, {"keys": None}, {"keys": {}}])
def test_what_is_no_key_set_has_no_keys(document: object) -> None:
    assert parse_keys(document) == {}
