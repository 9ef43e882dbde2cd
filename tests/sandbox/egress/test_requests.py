"""Requests that are allowed, and how they are told of."""

import asyncio

from sandbox.egress.record import NetworkRecord
from tests.sandbox.egress.conftest import OpenDoor
from tests.sandbox.egress.stand_in import StandIn
from tests.sandbox.egress.worker_side import ask, connected, get
from tests.sandbox.plugins import eventually

API = "api.example.com:443"
_SWITCH = (
    b"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\nhello"
)


async def test_a_request_by_tls_arrives_and_is_told_of(
    open_door: OpenDoor, api: StandIn, records: list[NetworkRecord]
) -> None:
    async with connected(await open_door(), API, secure=True) as streams:
        status, _, body = await ask(streams, get("api.example.com", "/v1/x?a=b"))
    assert (status, body) == (200, b"ok")
    assert api.requests[0].startswith(b"GET /v1/x?a=b HTTP/1.1\r\nHost: api.example.com\r\n")
    await eventually(lambda: bool(records))
    (record,) = records
    assert record.url == "https://api.example.com/v1/x?a=b"
    assert (record.method, record.status, record.allowed) == ("GET", 200, True)
    assert record.bytes_received == len(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")


async def test_a_kept_connection_carries_many_requests_and_each_is_counted(
    open_door: OpenDoor, api: StandIn, records: list[NetworkRecord]
) -> None:
    async with connected(await open_door(), API, secure=True) as streams:
        for _ in range(3):
            await ask(streams, get("api.example.com"))
    await eventually(lambda: len(records) == 3)
    assert api.connections == 1


async def test_plain_http_works_as_well(open_door: OpenDoor, plain: StandIn) -> None:
    async with connected(await open_door(), "plain.example.com:80") as streams:
        status, _, _ = await ask(streams, get("plain.example.com"))
    assert status == 200
    assert len(plain.requests) == 1


async def test_a_body_arrives_whole(open_door: OpenDoor, api: StandIn) -> None:
    body = bytes(range(256)) * 4096
    head = get("api.example.com", "/", f"Content-Length: {len(body)}").replace(b"GET", b"POST")
    async with connected(await open_door(), API, secure=True) as streams:
        assert (await ask(streams, head + body))[0] == 200
    assert api.requests[0].endswith(b"\r\n\r\n" + body)


async def test_events_of_a_stream_arrive_as_they_are_sent(
    open_door: OpenDoor, api: StandIn
) -> None:
    api.answer = lambda _: (
        b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
        b"transfer-encoding: chunked\r\n\r\n7\r\ndata: 1\r\n"
    )
    async with connected(await open_door(), API, secure=True) as (reader, writer):
        writer.write(get("api.example.com"))
        async with asyncio.timeout(2):
            assert (await reader.readuntil(b"data: 1")).endswith(b"data: 1")


async def test_a_websocket_goes_on_both_ways(
    open_door: OpenDoor, api: StandIn, records: list[NetworkRecord]
) -> None:
    api.answer = lambda request: _SWITCH if b"Upgrade" in request else b""
    upgrade = get("api.example.com", "/live", "Upgrade: websocket", "Connection: Upgrade")
    async with connected(await open_door(), API, secure=True) as (reader, writer):
        writer.write(upgrade)
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101")
        assert await reader.readexactly(5) == b"hello"
        writer.write(b"from the worker\r\n\r\n")
        await eventually(lambda: len(api.requests) == 2)
    assert api.requests[1] == b"from the worker\r\n\r\n"
    await eventually(lambda: bool(records))
    assert (records[0].url, records[0].status) == ("wss://api.example.com/live", 101)


async def test_a_redirect_comes_back_as_it_is(open_door: OpenDoor, api: StandIn) -> None:
    api.answer = lambda _: (
        b"HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n"
    )
    async with connected(await open_door(), API, secure=True) as streams:
        status, headers, _ = await ask(streams, get("api.example.com"))
    assert (status, headers["location"]) == (302, "http://169.254.169.254/")


async def test_a_host_that_closed_between_two_requests_is_called_again(
    open_door: OpenDoor, api: StandIn
) -> None:
    api.answer = lambda _: b"HTTP/1.0 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok"
    async with connected(await open_door(), API, secure=True) as streams:
        assert (await ask(streams, get("api.example.com")))[2] == b"ok"
