"""What the careless servers answer: a request's header ``x-key``, said in many ways."""

import asyncio
import base64
import gzip
import json
import re
import zlib
from collections.abc import Callable, Mapping
from urllib.parse import quote

SPELLINGS: Mapping[str, Callable[[str], str]] = {
    "plain": str,
    "reversed": lambda key: key[::-1],
    "hex": lambda key: key.encode().hex(),
    "upper-hex": lambda key: key.encode().hex().upper(),
    "base64": lambda key: base64.b64encode(key.encode()).decode(),
    "base64-shifted": lambda key: base64.b64encode(b"xy" + key.encode()).decode(),
    "base64url": lambda key: base64.urlsafe_b64encode(key.encode()).decode(),
    "url": lambda key: "".join(f"%{byte:02X}" for byte in key.encode()),
    "json": lambda key: "".join(f"\\u{ord(sign):04x}" for sign in key),
    "base32": lambda key: base64.b32encode(key.encode()).decode(),
}
_PACKED: Mapping[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "x-gzip": gzip.compress,
}
_OK = b"HTTP/1.1 200 OK\r\n"


async def answer(head: bytes, writer: asyncio.StreamWriter) -> None:
    """Answer a request by its path: ``/WAY/DETAIL``."""
    found = re.match(rb"\S+ (?:\w+://[^/]+)?/(\w*)/?([^\s?]*)", head)
    way, detail = (found[1].decode(), found[2].decode("latin-1")) if found else ("", "")
    key = _key(head)
    if way == "pieces":
        await _in_pieces(key, writer)
    elif way == "stream":
        await _stream(int(detail), writer)
    else:
        writer.write(_ANSWERS.get(way, _echo)(key, detail))
    await writer.drain()


def _key(head: bytes) -> str:
    found = re.search(rb"\r?\nx-key: ?([^\r\n]*)", head, re.IGNORECASE)
    return found[1].decode("latin-1") if found else ""


def _with_body(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers, f"content-length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body


def _echo(key: str, spelling: str) -> bytes:
    return _with_body(SPELLINGS.get(spelling, str)(key).encode())


def _chunked(key: str, _: str) -> bytes:
    pieces = b"".join(b"1\r\n" + bytes([byte]) + b"\r\n" for byte in key.encode())
    return _OK + b"transfer-encoding: chunked\r\n\r\n" + pieces + b"0\r\n\r\n"


def _trailer(key: str, _: str) -> bytes:
    end = f"0\r\nx-echo: {key}\r\n\r\n".encode()
    return _OK + b"trailer: x-echo\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n" + end


def _packed(key: str, coding: str) -> bytes:
    packed = _PACKED[coding.lower()](key.encode())
    return _with_body(packed, f"content-encoding: {coding}")


def _upgraded(key: str, _: str) -> bytes:
    head = b"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n\r\n"
    return head + bytes([0x81, len(key)]) + key.encode()


_ANSWERS: Mapping[str, Callable[[str, str], bytes]] = {
    "echo": _echo,
    "header": lambda key, spelling: _with_body(b"", f"x-echo: {SPELLINGS[spelling](key)}"),
    "name": lambda key, _: _with_body(b"", f"{key}: x"),
    "reason": lambda key, _: _with_body(b"", status=f"200 {key}"),
    "early": lambda key, _: f"HTTP/1.1 103 Early\r\nlink: {key}\r\n\r\n".encode() + _with_body(b""),
    "cookie": lambda key, _: _with_body(b"", f"set-cookie: key={key}"),
    "redirect": lambda key, to: _with_body(b"", f"location: {to.replace('KEY', key)}", status="302 Found"),
    "chunked": _chunked,
    "trailer": _trailer,
    "packed": _packed,
    "upgrade": _upgraded,
    "quote": lambda key, _: _with_body(json.dumps({"url": f"/?key={quote(key)}"}).encode()),
}  # fmt: skip


async def _in_pieces(key: str, writer: asyncio.StreamWriter) -> None:
    writer.write(_OK + f"content-length: {len(key)}\r\n\r\n".encode())
    for at in range(0, len(key), 3):
        writer.write(key[at : at + 3].encode())
        await writer.drain()
        await asyncio.sleep(0.005)


async def _stream(megabytes: int, writer: asyncio.StreamWriter) -> None:
    writer.write(_OK + f"content-length: {megabytes * 10**6}\r\n\r\n".encode())
    for _ in range(megabytes):
        writer.write(b"x" * 10**6)
        await writer.drain()
