import asyncio

import httpx
import pytest
from starlette.applications import Starlette

from app.http import health
from app.http.health import ReadinessCheck, health_routes


async def get(path: str, check: ReadinessCheck) -> httpx.Response:
    transport = httpx.ASGITransport(Starlette(routes=health_routes(check)))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        return await client.get(path)


async def no_objection() -> list[str]:
    return []


async def no_database() -> list[str]:
    return ["MongoDB does not answer"]


async def broken() -> list[str]:
    raise ConnectionError("mongodb://user:password@host")


async def stuck() -> list[str]:
    await asyncio.sleep(60)
    return []


async def test_the_process_is_alive_even_when_it_cannot_serve() -> None:
    response = await get("/healthz", no_database)

    assert (response.status_code, response.json()) == (200, {"alive": True})


async def test_ready_when_the_check_has_no_objection() -> None:
    response = await get("/readyz", no_objection)

    assert (response.status_code, response.json()) == (200, {"ready": True})
    assert response.headers["cache-control"] == "no-store"


async def test_the_reasons_are_told_when_it_is_not_ready() -> None:
    response = await get("/readyz", no_database)

    assert response.status_code == 503
    assert response.json() == {"ready": False, "reasons": ["MongoDB does not answer"]}


async def test_a_check_that_fails_is_a_reason_that_gives_nothing_away() -> None:
    response = await get("/readyz", broken)

    assert response.status_code == 503
    assert response.json()["reasons"] == ["the check failed with ConnectionError"]


async def test_a_check_that_hangs_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "CHECK_SECONDS", 0.05)

    response = await get("/readyz", stuck)

    assert response.status_code == 503
    assert response.json()["reasons"] == ["the check did not end within 0.05 s"]
