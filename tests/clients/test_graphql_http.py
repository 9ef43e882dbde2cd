"""The audits that `graphql-http` makes of servers: requirements, recommendations and options."""

import pytest

from tests.clients.node import run

AUDITS = 61  # of the locked version


async def test_every_audit_passes(endpoint: str, subtests: pytest.Subtests) -> None:
    audits = await run("graphql_http", "audits", endpoint=endpoint)
    assert len(audits) == AUDITS
    for audit in audits:
        with subtests.test(audit["name"]):
            assert audit == {"name": audit["name"], "status": "ok"}
