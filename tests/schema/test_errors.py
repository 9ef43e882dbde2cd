"""How errors reach clients."""

from typing import get_args

import pytest
from graphql import GraphQLError

from app import errors
from schema import errors as schema_errors
from schema.configure_plugin import ConfigurePluginResult
from schema.execute_action import ExecuteActionResult
from schema.install_plugin import InstallPluginResult
from schema.schema import mask
from schema.sync_registry import SyncRegistryResult

UNIONS = (ConfigurePluginResult, ExecuteActionResult, InstallPluginResult, SyncRegistryResult)


@pytest.mark.parametrize("union", UNIONS)
def test_every_member_of_a_union_stands_for_an_error_of_that_name(union: object) -> None:
    members = get_args(get_args(union)[0])[1:]
    assert members
    for member in members:
        assert issubclass(getattr(errors, member.__name__), errors.OneGraphError)
        assert getattr(schema_errors, member.__name__) is member


def test_what_nobody_foresaw_is_an_id_to_clients_and_whole_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    secret = RuntimeError("mongodb://user:password@host")
    error = GraphQLError(str(secret), original_error=secret)
    mask(error)
    assert "password" not in f"{error.message}{error.extensions}"
    assert error.extensions
    assert error.extensions["code"] == "INTERNAL"
    assert error.extensions["id"] in caplog.text
    assert "mongodb://user:password@host" in caplog.text
