"""Which of an issuer's tokens hold."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.utils import base64url_encode

from app.auth.identity import Identity
from app.auth.issuer import LEEWAY, Issuer
from app.auth.key_set import KeySet
from app.auth.key_source import KeySource
from app.auth.token_header import TokenHeader, read_header
from app.errors import ServiceUnavailable, Unauthenticated
from tests.openid_provider import AUDIENCE, Provider, SigningKey

HOUR = timedelta(hours=1)


@pytest.fixture
async def issuer(openid: Provider) -> AsyncIterator[Issuer]:
    made = Issuer(openid.issuer, AUDIENCE, KeySet(KeySource(openid.issuer)))
    yield made
    await made.close()


async def verified(issuer: Issuer, token: str) -> Identity:
    return await issuer.verify(token, read_header(token))


async def test_a_token_names_an_account_and_its_end(issuer: Issuer, openid: Provider) -> None:
    end = datetime.now(UTC).replace(microsecond=0) + HOUR
    identity = await verified(issuer, openid.token("alice", exp=end, name="Alice"))
    assert identity.key == f"{openid.issuer} alice"
    assert identity.display_name == "Alice"
    assert identity.expires_at == end + LEEWAY


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256", "EdDSA"])
async def test_a_token_holds_by_every_accepted_algorithm(
    issuer: Issuer, openid: Provider, algorithm: str
) -> None:
    openid.keys = [SigningKey.generate("only", algorithm)]
    assert (await verified(issuer, openid.token("bob"))).subject == "bob"


async def test_one_of_several_audiences_is_enough(issuer: Issuer, openid: Provider) -> None:
    assert await verified(issuer, openid.token(aud=["another", AUDIENCE]))


async def test_clocks_may_differ_a_little(issuer: Issuer, openid: Provider) -> None:
    moment, little = datetime.now(UTC), timedelta(seconds=20)
    assert await verified(issuer, openid.token(exp=moment - little))
    assert await verified(issuer, openid.token(iat=moment + little, nbf=moment + little))


NOW = datetime.now(UTC)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"exp": NOW - timedelta(minutes=1)}, "has expired"),
        ({"nbf": NOW + HOUR}, "does not hold yet"),
        ({"iat": NOW + HOUR}, "does not hold yet"),
        ({"iss": "https://somebody.example"}, "is not made by this issuer"),
        ({"aud": "somebody"}, "for this server"),
        ({"aud": AUDIENCE.upper()}, "for this server"),
        ({"aud": []}, "for this server"),
        ({"sub": ""}, "is not made"),
        ({"sub": "x" * 256}, "is not made"),
        ({"sub": 1}, "is not made"),
        ({"exp": 10**18}, "is not made"),
        ({"exp": "never"}, "is not made"),
        ({"exp": float("inf")}, "is not made"),
        *(({name: None}, "is not made") for name in ("iss", "aud", "sub", "iat", "exp")),
    ],
)
async def test_a_token_that_says_something_else_does_not_hold(
    issuer: Issuer, openid: Provider, changed: dict[str, Any], reason: str
) -> None:
    token = openid.token(**changed)
    with pytest.raises(Unauthenticated, match=reason) as failure:
        await verified(issuer, token)
    assert openid.issuer in str(failure.value.hint)


async def test_a_key_of_somebody_else_proves_nothing(issuer: Issuer, openid: Provider) -> None:
    claims = openid.claims()
    address = f"{openid.issuer}/others"
    other = SigningKey.generate("first")
    for header in ({}, {"jwk": other.published}, {"jku": address}, {"x5u": address}):
        with pytest.raises(Unauthenticated):
            await verified(issuer, other.sign(claims, **header))
    with pytest.raises(Unauthenticated, match="no key"):
        await verified(issuer, SigningKey.generate("unknown").sign(claims))
    assert "/others" not in openid.asked


async def test_a_key_proves_nothing_by_another_algorithm(issuer: Issuer, openid: Provider) -> None:
    pair = SigningKey.generate("only", "RS256")
    openid.keys = [pair]
    other = SigningKey("only", "PS256", pair.private)
    with pytest.raises(Unauthenticated, match="no key"):
        await verified(issuer, other.sign(openid.claims()))
    for algorithm in ("RS384", "RS512", "none", "HS256", "ES256"):
        token = pair.sign(openid.claims())
        with pytest.raises(Unauthenticated, match="no key"):
            await issuer.verify(token, TokenHeader(algorithm, "only"))


@pytest.mark.parametrize("encoding", [Encoding.PEM, Encoding.DER])
async def test_a_public_key_is_never_taken_for_a_shared_secret(
    issuer: Issuer, openid: Provider, encoding: Encoding
) -> None:
    pair = SigningKey.generate("only", "RS256")
    openid.keys = [pair]
    secret = pair.private.public_key().public_bytes(encoding, PublicFormat.SubjectPublicKeyInfo)
    claims = openid.claims(iat=1, exp=9_999_999_999)
    token = forged({"alg": "HS256", "kid": "only"}, claims, secret)
    with pytest.raises(Unauthenticated, match="no key"):
        await verified(issuer, token)
    with pytest.raises(Unauthenticated):
        await issuer.verify(token, TokenHeader("RS256", "only"))


async def test_nothing_holds_while_no_key_was_ever_read(openid: Provider) -> None:
    issuer = Issuer("http://127.0.0.1:1", AUDIENCE, KeySet(KeySource("http://127.0.0.1:1")))
    with pytest.raises(ServiceUnavailable):
        await verified(issuer, openid.token())


def forged(header: dict[str, str], claims: dict[str, Any], secret: bytes) -> str:
    parts = (base64url_encode(json.dumps(part).encode()) for part in (header, claims))
    signed = b".".join(parts)
    signature = hmac.new(secret, signed, hashlib.sha256).digest()
    return (signed + b"." + base64url_encode(signature)).decode()
