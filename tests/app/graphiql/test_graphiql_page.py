import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse

from app.graphiql import assets as assets_module
from app.graphiql.assets import Bundle, assets
from app.graphiql.page import PageConfig, page
from app.graphiql.tour import tour


def text(response: HTMLResponse) -> str:
    return bytes(response.body).decode()


def config_of(response: HTMLResponse) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="config">(.*?)</script>', text(response))
    assert found
    config: dict[str, Any] = json.loads(found[1])
    return config


async def fetch(path: str) -> httpx.Response:
    transport = httpx.ASGITransport(Starlette(routes=[assets()]))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        return await client.get(path)


class TestPage:
    def test_the_policy_allows_scripts_of_this_server_only(self) -> None:
        policy = page(PageConfig()).headers["content-security-policy"].split("; ")

        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy

    def test_no_cache_keeps_the_page_as_it_may_hold_a_token(self) -> None:
        assert page(PageConfig(token="t")).headers["cache-control"] == "no-store"

    def test_nothing_is_loaded_from_elsewhere(self) -> None:
        assert not re.search(r'(?:src|href)="(?!/graphiql/|data:)', text(page(PageConfig())))

    def test_token_and_ids_reach_the_page(self) -> None:
        expires = datetime(2030, 1, 1, tzinfo=UTC)
        config = config_of(page(PageConfig("secret", expires, {"group": "group_1"})))

        assert config["token"] == "secret"
        assert config["tokenExpiresAt"] == expires.timestamp()
        assert config["known"] == {"group": "group_1"}
        assert [tab["query"] for tab in config["tabs"]] == [tab.query for tab in tour()]

    def test_no_value_can_end_the_script_element(self) -> None:
        hostile = "</script><script>alert(1)</script><!--"
        response = page(PageConfig(variables={"group": hostile}))

        assert hostile not in text(response)
        assert config_of(response)["known"]["group"] == hostile

    def test_a_missing_bundle_is_told_with_the_command_that_makes_it(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setattr(assets_module, "DIST", tmp_path)
        response = page(PageConfig(token="secret"))

        assert response.status_code == 503
        assert "make setup" in text(response)
        assert "secret" not in text(response)


class TestAssets:
    async def test_every_file_that_the_page_names_is_served_for_good(self) -> None:
        bundle = Bundle.load()
        assert bundle
        assert set(bundle.workers) == {"editor", "json", "graphql"}
        for path in [bundle.script, bundle.style, *bundle.workers.values()]:
            response = await fetch(path)
            assert response.status_code == 200
            assert "immutable" in response.headers["cache-control"]
            assert response.headers["x-content-type-options"] == "nosniff"

    async def test_the_style_sheet_loads_nothing_from_elsewhere(self) -> None:
        bundle = Bundle.load()
        assert bundle
        style = (await fetch(bundle.style)).text

        assert re.findall(r"url\((?!\"?data:|\"?#)[^)]*\)|@import", style) == []

    @pytest.mark.parametrize("path", ["/graphiql/none.js", "/graphiql/../page.py", "/graphiql/"])
    async def test_there_is_nothing_else(self, path: str) -> None:
        assert (await fetch(path)).status_code == 404
