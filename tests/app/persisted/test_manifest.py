"""Both common forms of a list are read, and anything else is told."""

from pathlib import Path

import orjson
import pytest

from app.errors import InvalidSetting
from app.persisted.manifest import read_manifest

QUERY = "query Me { me { id } }"
APOLLO = {
    "format": "apollo-persisted-query-manifest",
    "version": 1,
    "operations": [{"id": "abc", "name": "Me", "type": "query", "body": QUERY}],
}


@pytest.mark.parametrize("written", [{"abc": QUERY}, APOLLO])
def test_the_form_of_relay_and_the_form_of_apollo_are_read(tmp_path: Path, written: object) -> None:
    path = tmp_path / "manifest.json"
    path.write_bytes(orjson.dumps(written))
    assert read_manifest(path) == {"abc": QUERY}


@pytest.mark.parametrize(
    "written",
    [b"", b"{", b"[]", b'"a"', b'{"a": 1}', b'{"format": "apollo-persisted-query-manifest"}'],
)
def test_what_is_no_manifest_stops_the_start(tmp_path: Path, written: bytes) -> None:
    path = tmp_path / "manifest.json"
    path.write_bytes(written)
    with pytest.raises(InvalidSetting, match="ONE_PERSISTED_OPERATIONS="):
        read_manifest(path)


def test_a_file_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(InvalidSetting, match="ONE_PERSISTED_OPERATIONS="):
        read_manifest(tmp_path / "nowhere.json")
