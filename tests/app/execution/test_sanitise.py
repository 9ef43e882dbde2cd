"""Parameters as they are kept and shown."""

from app.execution.sanitise import HIDDEN, sanitise


def test_secrets_are_hidden_by_name_at_any_depth() -> None:
    given = {"apiKey": "sk-1", "to": [{"password": "x", "name": "ann"}], "token": None}
    assert sanitise(given) == {
        "apiKey": HIDDEN,
        "to": [{"password": HIDDEN, "name": "ann"}],
        "token": None,
    }
    assert given["apiKey"] == "sk-1"


def test_long_texts_and_binaries_are_shortened_with_their_length() -> None:
    long = "x" * 20_000
    assert sanitise("x" * 10_000) == "x" * 10_000
    assert sanitise(long) == f"{'x' * 10_000}... [20000 characters]"
    assert sanitise({"$base64": long})["$base64"].endswith("[20000 characters]")


def test_everything_else_stays() -> None:
    value: list[object] = [1, 1.5, True, None, "x", {"a": []}, {"$base64": "AAAA"}]
    assert sanitise(value) == value
