"""Workers that have no browser, and what they are told."""

from dataclasses import replace

import pytest

from sandbox.browser import chromium
from sandbox.browser.chromium import find_chromium
from sandbox.errors import CallFailed
from sandbox.grants.permission import Permission
from sandbox.worker.refusal import RefusalKind
from tests.sandbox.browser.conftest import GRANTED, User

PAGE = "https://api.example.com/page"


async def test_without_the_grant_it_is_refused_by_name(use: User) -> None:
    permissions = frozenset({Permission.NETWORK_EXTERNAL})
    use.grants = replace(GRANTED, permissions=permissions)
    with pytest.raises(CallFailed, match=r"browser\.use is not granted to this instance"):
        await use("read", PAGE)
    (refusal,) = use.heard.refusals
    assert (refusal.kind, refusal.permission) == (RefusalKind.PROCESS, Permission.BROWSER_USE)
    assert "/usr/bin/chromium" in refusal.detail


async def test_where_there_is_no_chromium_the_mend_is_named(
    use: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chromium, "_NAMES", ())
    monkeypatch.setattr(chromium, "_BEHIND_SCRIPTS", ())
    find_chromium.cache_clear()
    with pytest.raises(CallFailed, match="apt-get install --yes chromium"):
        await use("read", PAGE)
    (refusal,) = use.heard.refusals
    assert (refusal.kind, refusal.permission) == (RefusalKind.PROCESS, None)


async def test_without_a_network_it_shows_what_it_is_given(use: User) -> None:
    use.grants = replace(GRANTED, permissions=frozenset({Permission.BROWSER_USE}))
    assert await use("read", "data:text/html,<p>here") == "here"
    assert str(await use("read", PAGE)).startswith("net::ERR_")
