"""Which of this server's own tokens hold."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from jwt.utils import base64url_encode

from app.auth.key_ring import GivenKeys, key_id
from app.auth.tokens import issue, verify
from app.errors import Unauthenticated
from app.identifiers import Kind, new_id
from tests.openid_provider import SigningKey

KEY = "k" * 32
OLD = "o" * 32
KEYS = GivenKeys(KEY, [OLD])
PERSON = new_id(Kind.PERSON)
MINUTE = timedelta(minutes=1)


def claims(**changed: object) -> dict[str, Any]:
    moment = datetime.now(UTC)
    whole = {
        "iss": "one-graph",
        "aud": "one-graph",
        "sub": PERSON,
        "iat": moment,
        "exp": moment + timedelta(hours=1),
    }
    return {name: value for name, value in (whole | changed).items() if value is not None}


def signed(key: str = KEY, algorithm: str = "HS256", **header: object) -> str:
    return jwt.encode(claims(), key, algorithm=algorithm, headers={"kid": key_id(KEY), **header})


def part(value: object) -> str:
    return base64url_encode(json.dumps(value).encode()).decode()


def test_our_own_names_its_person_and_its_end() -> None:
    before = datetime.now(UTC)
    said = verify(KEYS, issue(KEY, PERSON, MINUTE))
    assert said.person == PERSON
    assert abs(said.expires_at - (before + MINUTE)) < timedelta(seconds=2)


def test_one_of_an_earlier_key_holds_until_that_key_is_forgotten() -> None:
    token = issue(OLD, PERSON, MINUTE)
    assert verify(KEYS, token).person == PERSON
    with pytest.raises(Unauthenticated, match="not one of this server's"):
        verify(GivenKeys(KEY), token)


def test_one_that_has_expired_says_so() -> None:
    with pytest.raises(Unauthenticated, match="expired") as failure:
        verify(KEYS, issue(KEY, PERSON, timedelta(seconds=-1)))
    assert "one-graph token" in str(failure.value.hint)


@pytest.mark.parametrize(
    "changed",
    [
        *({name: None} for name in ("iss", "aud", "sub", "iat", "exp")),
        {"iss": "somebody"},
        {"aud": "somebody"},
        {"iat": datetime.now(UTC) + timedelta(days=1)},
        {"sub": new_id(Kind.GROUP)},
        {"sub": "platform-owner"},
    ],
)
def test_one_that_says_something_else_does_not_hold(changed: dict[str, Any]) -> None:
    token = jwt.encode(claims(**changed), KEY, algorithm="HS256", headers={"kid": key_id(KEY)})
    with pytest.raises(Unauthenticated):
        verify(KEYS, token)


def test_one_signed_otherwise_does_not_hold() -> None:
    assert verify(KEYS, signed()).person == PERSON  # what is changed below is the reason
    for token in (
        signed("x" * 32),
        signed(OLD),
        signed(KEY * 2, "HS512"),
        signed()[:-2] + "AA",
        signed().rpartition(".")[0] + ".",
    ):
        with pytest.raises(Unauthenticated):
            verify(KEYS, token)


@pytest.mark.parametrize("name", ["none", "None", "NONE", "hs256", ""])
def test_one_without_a_signature_does_not_hold(name: str) -> None:
    body = part({**claims(), "iat": 1, "exp": 9_999_999_999})
    for signature in ("", signed().rpartition(".")[2]):
        token = f"{part({'alg': name, 'typ': 'JWT', 'kid': key_id(KEY)})}.{body}.{signature}"
        with pytest.raises(Unauthenticated):
            verify(KEYS, token)


@pytest.mark.parametrize(
    "identifier",
    ["", "../../etc/passwd", "/dev/null", "' OR 1=1 --", "\x00", "k" * 32, "signing.key", KEY],
)
def test_a_key_id_is_looked_up_and_nothing_else(identifier: str) -> None:
    for key in ("x" * 32, KEY):
        with pytest.raises(Unauthenticated):
            verify(KEYS, signed(key, kid=identifier))


def test_a_key_that_the_token_brings_along_is_not_used() -> None:
    own = SigningKey.generate("mine", "RS256")
    address = "https://127.0.0.1:1/keys"
    for header in ({"jwk": own.published}, {"jku": address}, {"x5u": address}, {"x5c": ["AA"]}):
        with pytest.raises(Unauthenticated):
            verify(KEYS, own.sign(claims(), kid=key_id(KEY), **header))
        assert verify(KEYS, signed(**header)).person == PERSON


def test_an_extension_that_must_be_understood_is_not_ignored() -> None:
    with pytest.raises(Unauthenticated):
        verify(KEYS, signed(crit=["b64"], b64=True))
