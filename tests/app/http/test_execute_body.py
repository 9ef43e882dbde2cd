import json

import pytest

from app.catalog.capability import CapabilityKind
from app.errors import InvalidInput, SecretsInBody
from app.http.execute_body import read_body
from tests.serving import Json

LEAST = {"instance": "thing_1", "action": "HELLO"}


def body(**more: Json) -> bytes:
    return json.dumps(LEAST | more).encode()


def test_an_instance_and_an_action_are_enough() -> None:
    request = read_body(body())
    assert (request.instance, request.name, request.capability) == (
        "thing_1",
        "HELLO",
        CapabilityKind.ACTION,
    )


def test_every_field_reaches_the_request() -> None:
    request = read_body(
        body(
            kind="SERVICE",
            method="run",
            args=[1],
            params={"a": 1},
            text="hi",
            agent="thing_2",
            timeout=500,
            idempotencyKey="once",
        )
    )
    assert (request.capability, request.method, request.args) == ("SERVICE", "run", [1])
    assert (request.params, request.text, request.agent) == ({"a": 1}, "hi", "thing_2")
    assert (request.timeout_ms, request.idempotency_key) == (500, "once")


def test_null_is_the_same_as_a_field_left_out() -> None:
    assert read_body(body(params=None, timeout=None)) == read_body(body())


@pytest.mark.parametrize("secrets", [{"API_KEY": "sk-1"}, {}, None, "sk-1"])
def test_secrets_are_refused_without_repeating_them(secrets: Json) -> None:
    with pytest.raises(SecretsInBody) as caught:
        read_body(body(secrets=secrets))
    assert "sk-1" not in f"{caught.value.message} {caught.value.hint}"


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        (b"", "JSON"),
        (b"\xff", "JSON"),
        (b"[" * 5_000, "JSON"),
        (b'{"a": NaN}', "JSON"),
        (b"[]", "object"),
        (b'"text"', "object"),
        (b"{}", "instance"),
        (b'{"instance": "thing_1"}', "action"),
        (body(instance=5), "instance"),
        (body(action=["HELLO"]), "action"),
        (body(params="text"), "params"),
        (body(args={}), "args"),
        (body(timeout="500"), "timeout"),
        (body(timeout=True), "timeout"),
        (body(timeout=1.5), "timeout"),
        (body(kind="action"), "kind"),
        (body(pluginId="x"), "pluginId"),
        (body(__proto__={}), "__proto__"),
    ],
)
def test_what_is_wrong_is_named_with_a_hint(sent: bytes, named: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_body(sent)
    assert named in caught.value.message
    assert caught.value.hint
