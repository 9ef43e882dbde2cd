from datetime import UTC, datetime, timedelta

import pytest

from app.auth.execution_tokens import (
    ExecutionScope,
    issue_execution_token,
    verify_execution_token,
)
from app.auth.key_ring import GivenKeys
from app.auth.tokens import issue, verify
from app.errors import Unauthenticated
from app.identifiers import Kind, new_id

KEY, OTHER = "k" * 32, "o" * 32
KEYS = GivenKeys(KEY)
SCOPE = ExecutionScope(new_id(Kind.PERSON), new_id(Kind.THING), ("HELLO", "BYE"))
MINUTE = timedelta(minutes=1)


def in_a_minute() -> datetime:
    return datetime.now(UTC) + MINUTE


def test_a_token_says_what_it_is_for() -> None:
    assert verify_execution_token(KEYS, issue_execution_token(KEY, SCOPE, in_a_minute())) == SCOPE


def test_it_opens_nothing_but_executions() -> None:
    with pytest.raises(Unauthenticated, match="something else"):
        verify(KEYS, issue_execution_token(KEY, SCOPE, in_a_minute()))


def test_a_token_of_the_whole_api_is_none_of_these() -> None:
    with pytest.raises(Unauthenticated, match="something else") as caught:
        verify_execution_token(KEYS, issue(KEY, SCOPE.person, MINUTE))
    assert "createExecutionToken" in str(caught.value.hint)


def test_one_that_has_expired_does_not_hold() -> None:
    token = issue_execution_token(KEY, SCOPE, datetime.now(UTC) - MINUTE)
    with pytest.raises(Unauthenticated, match="expired"):
        verify_execution_token(KEYS, token)


def test_one_that_another_server_signed_does_not_hold() -> None:
    with pytest.raises(Unauthenticated):
        verify_execution_token(KEYS, issue_execution_token(OTHER, SCOPE, in_a_minute()))
