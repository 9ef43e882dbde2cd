"""The libraries that plugins use, unmodified, through the gateway."""

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from sandbox.grants.grants import Grants
from sandbox.grants.permission import Permission
from sandbox.pool.pool import WorkerPool
from sandbox.worker.call import WorkerSpec
from tests.sandbox.egress.stand_in import StandIn
from tests.sandbox.plugins import Listener, method

CLIENTS = Path(__file__).parent / "clients"
TOKEN = "123456:AAH-a1B2c3D4e5F6g7H8"
GRANTS = Grants(
    account="libraries",
    permissions=frozenset({Permission.NETWORK_EXTERNAL}),
    allowed_hosts=("api.example.com",),
    requests_per_minute=1000,
)


@pytest.mark.parametrize(
    ("library", "result", "asked"),
    [
        ("undici", "hello", "GET /text"),
        ("undiciAgent", "hello", "GET /text"),
        ("axios", "hello", "GET /text"),
        ("got", "hello", "GET /text"),
        ("nodeFetch", "hello", "GET /text"),
        ("ws", "hello", "GET /live"),
        ("webSocket", "hello", "GET /live"),
        ("eventSource", "hello", "GET /events"),
        ("ethers", "16", "POST /rpc"),
        ("solana", "16", "POST /rpc"),
        ("grammy", "a_bot", f"POST /bot{TOKEN}/getMe"),
        ("telegraf", "a_bot", f"POST /bot{TOKEN}/getMe"),
    ],
)
async def test_it_works_as_it_is(
    pool: WorkerPool, api: StandIn, library: str, result: str, asked: str
) -> None:
    api.answer = _answer
    spec = WorkerSpec(CLIENTS, {}, agent_id="agent", agent_name="Agent", grants=GRANTS)
    answer = await pool.call(
        "key", spec, method(library, TOKEN), timeout_seconds=20, observer=Listener()
    )
    assert answer.result == result
    assert api.requests[0].decode().startswith(asked)


def _answer(request: bytes) -> bytes:
    """Only what is asked as the service's own documentation says gets an answer."""
    head, _, body = request.partition(b"\r\n\r\n")
    path = head.split()[1].decode()
    if path == "/text":
        return _whole(b"hello", "text/plain")
    if path == "/live":
        return _upgraded(head)
    if path == "/events":
        kind = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
        return kind + b"transfer-encoding: chunked\r\n\r\nd\r\ndata: hello\n\n\r\n"
    if path == "/rpc":
        return _rpc(json.loads(body))
    assert path == f"/bot{TOKEN}/getMe"
    me = {"id": 1, "is_bot": True, "first_name": "A", "username": "a_bot"}
    return _whole(json.dumps({"ok": True, "result": me}).encode())


def _rpc(asked: Any) -> bytes:  # noqa: ANN401 - whatever JSON holds
    answers = {"eth_chainId": "0x1", "eth_blockNumber": "0x10", "getSlot": 16}
    calls = asked if isinstance(asked, list) else [asked]
    found = [
        {"jsonrpc": "2.0", "id": call["id"], "result": answers[call["method"]]} for call in calls
    ]
    return _whole(json.dumps(found if isinstance(asked, list) else found[0]).encode())


def _upgraded(head: bytes) -> bytes:
    found = re.search(rb"sec-websocket-key: (\S+)", head, re.IGNORECASE)
    assert found
    magic = found[1] + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    accept = base64.b64encode(hashlib.sha1(magic).digest())  # noqa: S324 - as RFC 6455 says
    lines = (
        b"HTTP/1.1 101 Switching Protocols",
        b"upgrade: websocket",
        b"connection: Upgrade",
        b"sec-websocket-accept: " + accept,
    )
    return b"\r\n".join(lines) + b"\r\n\r\n\x81\x05hello"


def _whole(body: bytes, kind: str = "application/json") -> bytes:
    head = f"HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body
