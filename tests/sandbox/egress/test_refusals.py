"""What the gateway does not let through; each would succeed without it."""

import asyncio
import ssl
from functools import partial

import pytest

from sandbox.egress.authority import Authority
from sandbox.egress.gateway import Gateway
from sandbox.egress.record import NetworkRecord
from sandbox.egress.resolver import Endpoint
from sandbox.errors import GatewayFailed
from sandbox.grants.grants import Grants
from sandbox.grants.permission import Permission
from tests.sandbox.egress.conftest import OpenDoor
from tests.sandbox.egress.stand_in import StandIn, stand_in
from tests.sandbox.egress.worker_side import RefusedAtDoor, ask, connected, get
from tests.sandbox.plugins import eventually

API = "api.example.com:443"


class TestAtTheDoor:
    @pytest.mark.parametrize(
        ("to", "reason"),
        [
            ("other.example.com:443", "other.example.com:443 is not on the allow list"),
            ("api.example.com:8443", "api.example.com:8443 is not on the allow list"),
            ("example.com:443", "not on the allow list"),
            ("api.example.com.evil.org:443", "not on the allow list"),
            ("api.example.com", "names no port"),
            ("127.0.0.1:80", "not on the allow list"),
            ("0x7f000001:80", "is not a host name"),
            ("2130706433:80", "is not a host name"),
            ("127.1:80", "is not a host name"),
            ("0177.0.0.1:80", "is not a host name"),
            ("[::ffff:127.0.0.1]:80", "not on the allow list"),
            ("api.example.com:0", "has no port from 1 to 65535"),
            ("api.example.com:99999", "has no port from 1 to 65535"),
        ],
    )
    async def test_a_host_that_was_not_allowed(
        self, open_door: OpenDoor, records: list[NetworkRecord], to: str, reason: str
    ) -> None:
        with pytest.raises(RefusedAtDoor, match=reason):
            async with connected(await open_door(), to):
                pass
        await eventually(lambda: bool(records))
        assert (records[0].method, records[0].allowed) == ("CONNECT", False)
        assert reason in str(records[0].reason)

    async def test_any_host_without_the_permission(self, open_door: OpenDoor) -> None:
        door = await open_door(permissions=frozenset())
        with pytest.raises(RefusedAtDoor, match=r"network\.external is not granted"):
            async with connected(door, API):
                pass

    async def test_a_host_that_is_nowhere(self, open_door: OpenDoor) -> None:
        with pytest.raises(RefusedAtDoor, match="has no address"):
            async with connected(await open_door("nowhere.invalid"), "nowhere.invalid:443"):
                pass

    @pytest.mark.parametrize(
        "address",
        [
            "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254",
            "0.0.0.0",  # noqa: S104 - nothing listens there
                       "100.64.0.1", "192.0.0.192", "198.18.0.1", "224.0.0.1", "240.0.0.1",
            "255.255.255.255", "168.63.129.16", "192.88.99.1", "::1", "fe80::1", "fc00::1",
            "fd00:ec2::254", "ff02::1", "::127.0.0.1", "::ffff:10.0.0.1", "::ffff:0:10.0.0.1",
            "64:ff9b::10.0.0.1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:7f00:1::",
            "2001:db8::1", "fec0::1", "2a00::5efe:10.0.0.1",
        ],
    )  # fmt: skip
    async def test_an_address_that_is_not_of_the_public_internet(
        self, open_door: OpenDoor, address: str
    ) -> None:
        host = f"[{address}]" if ":" in address else address
        with pytest.raises(RefusedAtDoor, match="a private or special address"):
            async with connected(await open_door(f"{host}:80"), f"{host}:80"):
                pass

    async def test_a_name_of_this_machine(self, open_door: OpenDoor) -> None:
        with pytest.raises(RefusedAtDoor, match="a private or special address"):
            async with connected(await open_door("localhost"), "localhost:80"):
                pass

    async def test_bytes_before_the_answer(self, open_door: OpenDoor) -> None:
        reader, writer = await asyncio.open_unix_connection((await open_door()).socket)
        writer.write(f"CONNECT {API} HTTP/1.1\r\nhost: x\r\n\r\nGET / HTTP/1.1\r\n".encode())
        assert b"400" in await reader.readline()
        writer.close()


class TestInARequest:
    @pytest.mark.parametrize(
        ("request_", "status", "reason"),
        [
            (get("other.example.com"), 421, "a request to other.example.com:443"),
            (get("api.example.com:8443"), 421, "a request to api.example.com:8443"),
            (get("api.example.com", "https://other.example.com/"), 400, "must be a path"),
            (b"CONNECT other.example.com:443 HTTP/1.1\r\nHost: api.example.com\r\n\r\n", 405, ""),
            (b"TRACE / HTTP/1.1\r\nHost: api.example.com\r\n\r\n", 405, "TRACE"),
            (
                get("api.example.com", "/", "Content-Length: 4", "Transfer-Encoding: chunked"),
                400,
                "one length",
            ),
            (get("api.example.com", "/", "Host: other.example.com"), 400, "can be read"),
            (get("api.example.com", "/", "Content-Length: 4", "Content-Length: 5"), 400, ""),
            (get("api.example.com", "/", "Content-Length: +4"), 400, "can be read"),
            (get("api.example.com", "/", "Transfer-Encoding: gzip, chunked"), 501, ""),
            (get("api.example.com", "/", "Transfer-Encoding : chunked"), 400, "can be read"),
            (get("api.example.com", "/", "X: a\rY: b"), 400, "can be read"),
            (get("api.example.com", "/", "X: a\0b"), 400, "can be read"),
            (b"GET / HTTP/1.1\r\n\r\n", 400, "can be read"),
            (get("api.example.com", "/", *(f"X-{n}: {'x' * 1000}" for n in range(70))), 431, ""),
        ],
    )
    async def test_what_two_readers_may_understand_differently(
        self, open_door: OpenDoor, api: StandIn, request_: bytes, status: int, reason: str
    ) -> None:
        async with connected(await open_door(), API, secure=True) as streams:
            answer, headers, _ = await ask(streams, request_)
        assert answer in (status, 400)
        assert reason in headers["x-egress-reason"]
        assert api.requests == []

    async def test_a_folded_header_arrives_on_one_line(
        self, open_door: OpenDoor, api: StandIn
    ) -> None:
        async with connected(await open_door(), API, secure=True) as streams:
            await ask(streams, get("api.example.com", "/", "X: a\r\n Transfer-Encoding: chunked"))
        assert b"X: a Transfer-Encoding: chunked\r\n" in api.requests[0]

    async def test_an_upgrade_to_another_protocol_is_not_asked_for(
        self, open_door: OpenDoor, api: StandIn
    ) -> None:
        upgrade = get("api.example.com", "/", "Upgrade: h2c", "Connection: Upgrade, HTTP2-Settings")
        async with connected(await open_door(), API, secure=True) as streams:
            await ask(streams, upgrade)
        assert b"pgrade" not in api.requests[0]

    async def test_a_name_in_tls_that_is_not_the_hosts(self, open_door: OpenDoor) -> None:
        with pytest.raises((ssl.SSLError, ConnectionError)):
            async with connected(await open_door(), API, secure=True, name="other.example.com"):
                pass


class TestHosts:
    async def test_a_certificate_that_nobody_vouches_for(self) -> None:
        async with stand_in("api.example.com", Authority()) as host:
            gateway = Gateway({"api.example.com": host.endpoint})
            await gateway.start()
            try:
                door = await gateway.open_door(_granted("api.example.com"), lambda _: None)
                async with connected(door, API, secure=True) as streams:
                    status, headers, _ = await ask(streams, get("api.example.com"))
            finally:
                await gateway.close()
        assert status == 502
        assert "is not trusted" in headers["x-egress-reason"]
        assert host.requests == []

    async def test_a_host_that_does_not_listen(self) -> None:
        gateway = Gateway({"api.example.com": Endpoint("127.0.0.1", 1)})
        await gateway.start()
        try:
            door = await gateway.open_door(_granted("api.example.com"), lambda _: None)
            with pytest.raises(RefusedAtDoor, match="cannot be reached"):
                async with connected(door, API):
                    pass
        finally:
            await gateway.close()

    async def test_an_answer_that_is_no_http(self, open_door: OpenDoor, api: StandIn) -> None:
        api.answer = lambda _: b"220 mail.example.com\r\n\r\n"
        async with connected(await open_door(), API, secure=True) as streams:
            status, headers, _ = await ask(streams, get("api.example.com"))
        assert status == 502
        assert "broke off" in headers["x-egress-reason"]

    async def test_endless_headers_of_an_answer(self, open_door: OpenDoor, api: StandIn) -> None:
        api.answer = lambda _: b"HTTP/1.1 200 OK\r\n" + b"X: " + b"x" * 100_000 + b"\r\n\r\n"
        async with connected(await open_door(), API, secure=True) as streams:
            assert (await ask(streams, get("api.example.com")))[0] in (431, 502)


class TestLimits:
    async def test_requests_of_an_account_are_counted_through_all_its_doors(
        self, open_door: OpenDoor, records: list[NetworkRecord]
    ) -> None:
        doors = [await open_door(requests_per_minute=3) for _ in range(2)]
        statuses = []
        for n in range(5):
            async with connected(doors[n % 2], API, secure=True) as streams:
                statuses.append((await ask(streams, get("api.example.com")))[0])
        assert statuses == [200, 200, 200, 429, 429]
        await eventually(lambda: len(records) == 5)
        assert "more than 3 requests a minute" in str(records[-1].reason)

    async def test_a_connection_without_a_request_counts_as_one(
        self, open_door: OpenDoor, api: StandIn, records: list[NetworkRecord]
    ) -> None:
        door = await open_door(requests_per_minute=3)
        for n in range(5):
            async with connected(door, API):
                pass
            await eventually(partial(_are_told, records, min(n + 1, 3)))
        assert [(record.method, record.status) for record in records] == [("CONNECT", None)] * 3
        assert api.connections <= 3

    async def test_bytes_of_an_execution_are_cut_and_the_next_one_begins_anew(
        self, open_door: OpenDoor, api: StandIn, records: list[NetworkRecord]
    ) -> None:
        api.answer = lambda _: b"HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\n" + b"x" * 99_999
        door = await open_door(bytes_per_execution=50_000)
        async with connected(door, API, secure=True) as (reader, writer):
            writer.write(get("api.example.com"))
            assert len(await reader.read()) < 50_000
        await eventually(lambda: bool(records))
        assert "more than 50000 bytes in one execution" in str(records[0].reason)
        api.answer = lambda _: b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
        await door.begin_execution()
        async with connected(door, API, secure=True) as streams:
            assert (await ask(streams, get("api.example.com")))[0] == 200

    async def test_an_upload_is_counted_too(self, open_door: OpenDoor, api: StandIn) -> None:
        door = await open_door(bytes_per_execution=50_000)
        head = get("api.example.com", "/", "Content-Length: 200000").replace(b"GET", b"POST")
        async with connected(door, API, secure=True) as streams:
            status, headers, _ = await ask(streams, head + b"x" * 200_000)
        assert status == 429
        assert "50000 bytes" in headers["x-egress-reason"]
        assert api.requests == []


class TestPinnedHosts:
    async def test_their_tls_passes_through_unread(
        self,
        open_door: OpenDoor,
        public_authority: Authority,
        records: list[NetworkRecord],
    ) -> None:
        door = await open_door("plain.example.com", pinned_hosts=("api.example.com",))
        async with connected(door, API) as (reader, writer):
            context = ssl.create_default_context(cadata=public_authority.pem)
            await writer.start_tls(context, server_hostname="api.example.com")
            assert (await ask((reader, writer), get("api.example.com")))[0] == 200
        await eventually(lambda: bool(records))
        assert records[0].method == "CONNECT"
        assert records[0].bytes_received > 0

    async def test_their_bytes_are_counted(
        self, open_door: OpenDoor, records: list[NetworkRecord]
    ) -> None:
        door = await open_door(pinned_hosts=("api.example.com",), bytes_per_execution=100)
        async with connected(door, API) as (reader, writer):
            writer.write(b"\x16" + b"x" * 1000)
            assert await reader.read() == b""
        await eventually(lambda: bool(records))
        assert "more than 100 bytes" in str(records[0].reason)


class TestTheGatewayItself:
    async def test_closing_a_door_ends_its_connections(self, open_door: OpenDoor) -> None:
        door = await open_door()
        async with connected(door, API, secure=True) as streams:
            await ask(streams, get("api.example.com"))
            await door.close()
            assert await streams[0].read() == b""
        assert not door.socket.exists()

    async def test_when_it_was_killed_its_executor_says_so(self, gateway: Gateway) -> None:
        assert gateway._process is not None
        gateway._process.kill()
        with pytest.raises(GatewayFailed):
            await gateway.open_door(_granted("api.example.com"), lambda _: None)

    async def test_it_ends_when_its_executor_does(self) -> None:
        gateway = Gateway()
        await gateway.start()
        process = gateway._process
        assert process is not None
        gateway._writer.close()
        assert await asyncio.to_thread(process.wait, 5) == 0
        await gateway.close()


def _are_told(records: list[NetworkRecord], count: int) -> bool:
    return len(records) >= count


def _granted(*hosts: str) -> Grants:
    permissions = frozenset({Permission.NETWORK_EXTERNAL})
    return Grants(account="a", permissions=permissions, allowed_hosts=hosts)
