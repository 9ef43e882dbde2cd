from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.types import ASGIApp
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin

from app.errors import InvalidSetting
from app.http.guard import HostAndOriginGuard
from app.http.hosts import Authority, allowed_hosts
from app.settings import Settings
from tests.loopback import serve

PORT = 8000
OWN = f"http://localhost:{PORT}"
LISTED = "https://console.example"
ATTACKER = "http://attacker.example"
LINK = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}


@pytest.fixture
async def client(echo: ASGIApp) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(
        HostAndOriginGuard(echo, allowed_hosts(Settings(), PORT), [LISTED])
    )
    async with httpx.AsyncClient(transport=transport, base_url=OWN) as client:
        yield client


class TestHost:
    @pytest.mark.parametrize("host", ["localhost:8000", "LOCALHOST:8000", "127.0.0.1:8000"])
    async def test_loopback_names_with_the_bound_port_pass(
        self, client: httpx.AsyncClient, host: str
    ) -> None:
        assert (await client.get("/", headers={"host": host})).status_code == 200

    @pytest.mark.parametrize(
        "host",
        [
            "attacker.example",
            "attacker.example:8000",
            "localhost.attacker.example:8000",
            "localhost:9000",
            "localhost",
            "user@localhost:8000",
            "localhost:8000/path",
            "localhost:port",
            "",
        ],
    )
    async def test_any_other_name_is_misdirected(
        self, client: httpx.AsyncClient, host: str
    ) -> None:
        response = await client.get("/", headers={"host": host})

        assert response.status_code == 421
        (error,) = response.json()["errors"]
        assert error["extensions"]["code"] == "FORBIDDEN_HOST"
        assert "ONE_ALLOWED_HOSTS" in error["extensions"]["hint"]

    async def test_two_names_at_once_are_misdirected(self, client: httpx.AsyncClient) -> None:
        both = [("host", "localhost:8000"), ("host", "attacker.example")]

        assert (await client.get("/", headers=both)).status_code == 421


class TestOrigin:
    @pytest.mark.parametrize("origin", [OWN, LISTED])
    async def test_own_and_listed_pages_may_call(
        self, client: httpx.AsyncClient, origin: str
    ) -> None:
        assert (await client.post("/", headers={"origin": origin})).status_code == 200

    @pytest.mark.parametrize(
        "origin",
        [
            ATTACKER,
            "null",
            "https://localhost:8000",
            "http://localhost:3000",
            "http://127.0.0.1:8000",
        ],
    )
    async def test_pages_of_other_origins_may_not(
        self, client: httpx.AsyncClient, origin: str
    ) -> None:
        response = await client.post("/", headers={"origin": origin})

        assert response.status_code == 403
        (error,) = response.json()["errors"]
        assert error["extensions"]["code"] == "FORBIDDEN_ORIGIN"
        assert "ONE_ALLOWED_ORIGINS" in error["extensions"]["hint"]

    async def test_a_listed_page_may_call_from_another_site(
        self, client: httpx.AsyncClient
    ) -> None:
        headers = {"origin": LISTED, "sec-fetch-site": "cross-site"}

        assert (await client.post("/", headers=headers)).status_code == 200

    async def test_programs_send_no_origin_and_pass(self, client: httpx.AsyncClient) -> None:
        assert (await client.post("/")).status_code == 200


class TestFetchMetadata:
    @pytest.mark.parametrize("site", ["cross-site", "same-site"])
    async def test_another_page_may_link_here(self, client: httpx.AsyncClient, site: str) -> None:
        response = await client.get("/", headers={"sec-fetch-site": site} | LINK)

        assert response.status_code == 200

    @pytest.mark.parametrize("site", ["cross-site", "same-site"])
    @pytest.mark.parametrize(
        "how",
        [
            {"sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
            {"sec-fetch-mode": "no-cors", "sec-fetch-dest": "script"},
            {"sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
        ],
    )
    async def test_another_page_may_not_embed_what_is_here(
        self, client: httpx.AsyncClient, site: str, how: dict[str, str]
    ) -> None:
        response = await client.get("/", headers={"sec-fetch-site": site} | how)

        assert response.status_code == 403

    async def test_another_page_may_not_post_a_form(self, client: httpx.AsyncClient) -> None:
        response = await client.post("/", headers={"sec-fetch-site": "cross-site"} | LINK)

        assert response.status_code == 403

    @pytest.mark.parametrize("site", ["none", "same-origin"])
    async def test_the_address_bar_and_own_pages_pass(
        self, client: httpx.AsyncClient, site: str
    ) -> None:
        assert (await client.get("/", headers={"sec-fetch-site": site})).status_code == 200


class TestAllowedHosts:
    def test_a_wildcard_address_adds_no_name(self) -> None:
        assert allowed_hosts(Settings(host="0.0.0.0"), PORT) == allowed_hosts(Settings(), PORT)  # noqa: S104 - nothing is bound

    async def test_the_configured_address_is_allowed_on_its_port(self, echo: ASGIApp) -> None:
        hosts = allowed_hosts(Settings(host="fd00::1"), PORT)
        transport = httpx.ASGITransport(HostAndOriginGuard(echo, hosts))
        async with httpx.AsyncClient(transport=transport) as client:
            assert (await client.get("http://[fd00::1]:8000/")).status_code == 200
            assert (await client.get("http://[fd00::1]:8001/")).status_code == 421

    async def test_a_listed_name_without_port_is_allowed_on_any(self, echo: ASGIApp) -> None:
        hosts = allowed_hosts(Settings(allowed_hosts=("graph.example", "api.example:444")), PORT)
        transport = httpx.ASGITransport(HostAndOriginGuard(echo, hosts))
        async with httpx.AsyncClient(transport=transport) as client:
            assert (await client.get("https://graph.example/")).status_code == 200
            assert (await client.get("http://graph.example:9999/")).status_code == 200
            assert (await client.get("https://api.example:444/")).status_code == 200
            assert (await client.get("https://api.example/")).status_code == 421

    def test_an_entry_that_is_no_host_name_is_refused_at_start(self) -> None:
        with pytest.raises(InvalidSetting) as refused:
            allowed_hosts(Settings(allowed_hosts=("https://graph.example",)), PORT)

        assert "ONE_ALLOWED_HOSTS='https://graph.example'" in refused.value.message


class TestWebSocket:
    @pytest.fixture
    async def port(self, echo: ASGIApp) -> AsyncIterator[int]:
        async with serve(HostAndOriginGuard(echo, [Authority("127.0.0.1")])) as port:
            yield port

    async def test_own_pages_may_connect(self, port: int) -> None:
        own = Origin(f"http://127.0.0.1:{port}")

        async with connect(f"ws://127.0.0.1:{port}/", origin=own) as socket:
            assert await socket.recv() == "welcome"

    async def test_pages_of_other_origins_get_no_handshake(self, port: int) -> None:
        with pytest.raises(InvalidStatus) as refused:
            await connect(f"ws://127.0.0.1:{port}/", origin=Origin(ATTACKER))

        assert refused.value.response.status_code == 403
        assert b"FORBIDDEN_ORIGIN" in refused.value.response.body

    async def test_a_rebound_name_gets_no_handshake(self, port: int) -> None:
        with pytest.raises(InvalidStatus) as refused:
            await connect(f"ws://attacker.example:{port}/", host="127.0.0.1", port=port)

        assert refused.value.response.status_code == 421
