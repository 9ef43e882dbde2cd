"""Which tokens hold."""

from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from app.auth.tokens import issue, verify
from app.errors import Unauthenticated
from app.identifiers import Kind, new_id

KEY = "k" * 32
PERSON = new_id(Kind.PERSON)


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


def test_our_own_names_its_person() -> None:
    assert verify(KEY, issue(KEY, PERSON, timedelta(minutes=1))) == PERSON


def test_one_that_has_expired_says_so() -> None:
    with pytest.raises(Unauthenticated, match="expired") as failure:
        verify(KEY, issue(KEY, PERSON, timedelta(seconds=-1)))
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
    with pytest.raises(Unauthenticated):
        verify(KEY, jwt.encode(claims(**changed), KEY, algorithm="HS256"))


def test_one_signed_otherwise_does_not_hold() -> None:
    for token in (
        jwt.encode(claims(), "x" * 32, algorithm="HS256"),
        jwt.encode(claims(), KEY * 2, algorithm="HS512"),
        jwt.encode(claims(), None, algorithm="none"),
        issue(KEY, PERSON, timedelta(minutes=1))[:-2] + "AA",
        "",
        "a.b.c",
    ):
        with pytest.raises(Unauthenticated):
            verify(KEY, token)
