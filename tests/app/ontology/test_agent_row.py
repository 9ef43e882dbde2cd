"""What people see of the rows behind nodes."""

from app.ontology.agent_row import MOST_SHOWN_BYTES, with_row
from app.packed import pack


def test_a_node_without_a_row_shows_its_own_properties() -> None:
    assert with_row({"a": 1}, None) == {"a": 1}
    assert with_row({"a": 1}, {"value": None}) == {"a": 1}


def test_a_row_is_shown_beside_them() -> None:
    assert with_row({"a": 1}, {"value": pack({"b": [2]})}) == {"a": 1, "value": {"b": [2]}}


def test_of_a_long_row_the_length_is_shown() -> None:
    long = pack("x" * MOST_SHOWN_BYTES)
    assert with_row({}, {"value": long}) == {"value": {"omittedBytes": len(long)}}
