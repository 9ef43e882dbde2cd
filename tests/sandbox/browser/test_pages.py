"""What a plugin reads with its browser."""

import asyncio

import pytest

from tests.sandbox.browser.conftest import User
from tests.sandbox.egress.stand_in import StandIn

PORT = ["--remote-debugging-port=0"]


@pytest.mark.parametrize("args", [[], PORT], ids=["pipe", "socket"])
@pytest.mark.parametrize("origin", ["https://api.example.com", "http://plain.example.com"])
async def test_a_page_is_read(use: User, origin: str, args: list[str]) -> None:
    assert await use("read", f"{origin}/page", args) == "ok"
    found = [each for each in use.heard.requests if each.url == f"{origin}/page"]
    assert [(each.method, each.status, each.allowed) for each in found] == [("GET", 200, True)]


async def test_nothing_but_pages_is_asked_for(use: User) -> None:
    await use("read", "https://api.example.com/page")
    await asyncio.sleep(1)
    paths = {each.url.removeprefix("https://api.example.com") for each in use.heard.requests}
    assert paths <= {"/page", "/favicon.ico"}


async def test_a_browser_that_was_closed_is_started_again(use: User) -> None:
    await use("read", "https://api.example.com/page")
    assert await use("close") == 0
    assert await use("reopen") == "ok"


async def test_it_does_nothing_between_calls(use: User, plain: StandIn) -> None:
    ticking = "setInterval(() => fetch('http://plain.example.com', {mode: 'no-cors'}), 20)"
    await use("evaluate", ticking)
    await asyncio.sleep(0.5)  # until the worker and its browser are stopped
    before = len(plain.requests)
    await asyncio.sleep(0.5)
    assert len(plain.requests) == before
    await use("evaluate", "new Promise((done) => setTimeout(done, 300))")
    assert len(plain.requests) > before
