"""Secrets that are bound to hosts."""

import base64
import gzip
import json
from urllib.parse import quote

import pytest

from sandbox.egress.placeholder import make_placeholder
from sandbox.egress.record import NetworkRecord
from sandbox.errors import GatewayFailed
from sandbox.grants.secret import Secret
from tests.sandbox.egress.conftest import OpenDoor
from tests.sandbox.egress.stand_in import StandIn
from tests.sandbox.egress.worker_side import ask, connected, get
from tests.sandbox.plugins import eventually

API = "api.example.com:443"
REAL = "sk-proj-Abc123+Def/456=Xyz789"


def secret(*positions: str, hosts: tuple[str, ...] = ("api.example.com",)) -> Secret:
    given = {"positions": positions} if positions else {}
    return Secret(key="API_KEY", value=REAL, hosts=hosts, **given)


def frame(content: bytes) -> bytes:
    """What a client sends: a text of its own, masked."""
    mask = b"\x11\x22\x33\x44"
    size = len(content)
    length = bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2)
    masked = bytes(byte ^ mask[place % 4] for place, byte in enumerate(content))
    return b"\x81" + length + mask + masked


class TestPlaceholders:
    def test_they_keep_length_prefix_and_alphabet(self) -> None:
        made = make_placeholder("K", REAL)
        assert made.startswith("sk-proj-")
        assert made != REAL
        kinds = [(each.isdigit(), each.isupper(), each.islower()) for each in REAL]
        assert [(each.isdigit(), each.isupper(), each.islower()) for each in made] == kinds

    async def test_a_value_that_could_be_guessed_is_refused(self, open_door: OpenDoor) -> None:
        short = Secret(key="PIN", value="1234", hosts=("api.example.com",))
        with pytest.raises(GatewayFailed, match="PIN needs 8"):
            await open_door(secrets=(short,))


class TestRequests:
    @pytest.mark.parametrize(
        ("positions", "make", "arrives"),
        [
            ((), lambda it: get("api.example.com", "/", f"X-Key: {it}"), f"X-Key: {REAL}"),
            (
                ("header:authorization",),
                lambda it: get("api.example.com", "/", f"Authorization: Bearer {it}"),
                f"Authorization: Bearer {REAL}",
            ),
            (
                (),
                lambda it: get(
                    "api.example.com",
                    "/",
                    f"Authorization: Basic {base64.b64encode(f'u:{it}'.encode()).decode()}",
                ),
                f"Basic {base64.b64encode(f'u:{REAL}'.encode()).decode()}",
            ),
            (
                (),
                lambda it: get("api.example.com", f"/?a=1&key={quote(it, safe='')}"),
                f"/?a=1&key={quote(REAL, safe='')} ",
            ),
            (("query:key",), lambda it: get("api.example.com", f"/?key={it}"), f"/?key={REAL} "),
            (("path",), lambda it: get("api.example.com", f"/bot{it}/me"), f"/bot{REAL}/me "),
        ],
    )
    async def test_the_value_arrives_where_it_may(
        self, open_door: OpenDoor, api: StandIn, records: list[NetworkRecord],
        positions: tuple[str, ...], make: object, arrives: str,
    ) -> None:  # fmt: skip
        door = await open_door(secrets=(secret(*positions),))
        assert callable(make)
        async with connected(door, API, secure=True) as streams:
            await ask(streams, make(door.placeholders["API_KEY"]))
        assert arrives in api.requests[0].decode()
        await eventually(lambda: bool(records))
        assert records[0].secrets == ("API_KEY",)
        assert REAL not in records[0].url

    @pytest.mark.parametrize("body", ["{}", '{{"key": "{}"}}', "key={}&x=1"])
    async def test_a_body_gets_it_where_the_owner_says_so(
        self, open_door: OpenDoor, api: StandIn, body: str
    ) -> None:
        door = await open_door(secrets=(secret("body"),))
        sent = body.format(door.placeholders["API_KEY"]).encode()
        head = get("api.example.com", "/", f"Content-Length: {len(sent)}").replace(b"GET", b"POST")
        async with connected(door, API, secure=True) as (reader, writer):
            writer.write(head + sent[:9])
            await writer.drain()
            await ask((reader, writer), sent[9:])
        assert api.requests[0].endswith(body.format(REAL).encode())

    @pytest.mark.parametrize(
        ("positions", "arrives"), [(("body",), REAL), (("header", "query", "path"), None)]
    )
    async def test_a_message_of_a_websocket_is_a_body(
        self, open_door: OpenDoor, api: StandIn, records: list[NetworkRecord],
        positions: tuple[str, ...], arrives: str | None,
    ) -> None:  # fmt: skip
        api.answer = lambda _: b"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n\r\n"
        door = await open_door(secrets=(secret(*positions),))
        placeholder = door.placeholders["API_KEY"]
        sent = f'{{"token": "{placeholder}"}}'.encode()
        long = frame(b"x" * 300)
        upgrade = get("api.example.com", "/live", "Upgrade: websocket", "Connection: Upgrade")
        async with connected(door, API, secure=True) as (reader, writer):
            writer.write(upgrade)
            await reader.readuntil(b"\r\n\r\n")
            for byte in frame(sent) + long + b"\r\n\r\n":
                writer.write(bytes([byte]))
                await writer.drain()
            await eventually(lambda: len(api.requests) == 2)
        heard = f'{{"token": "{arrives or placeholder}"}}'.encode()
        assert api.requests[1] == frame(heard) + long + b"\r\n\r\n"
        await eventually(lambda: bool(records))
        assert records[0].secrets == (("API_KEY",) if arrives else ())

    @pytest.mark.parametrize(
        ("positions", "make"),
        [
            (("header:x-key",), lambda it: get("api.example.com", "/", f"X-Other: {it}")),
            (("header",), lambda it: get("api.example.com", f"/?key={it}")),
            (("query:key",), lambda it: get("api.example.com", f"/?other={it}")),
            (("query",), lambda it: get("api.example.com", f"/{it}")),
            (
                ("header", "query", "path"),
                lambda it: get("api.example.com", "/", f"Content-Length: {len(it)}") + it.encode(),
            ),
        ],
    )
    async def test_no_other_position_gets_it(
        self, open_door: OpenDoor, api: StandIn, positions: tuple[str, ...], make: object
    ) -> None:
        door = await open_door(secrets=(secret(*positions),))
        assert callable(make)
        async with connected(door, API, secure=True) as streams:
            await ask(streams, make(door.placeholders["API_KEY"]))
        assert REAL not in api.requests[0].decode()

    async def test_no_other_host_gets_it(self, open_door: OpenDoor, api: StandIn) -> None:
        door = await open_door("other.example.com", secrets=(secret(),))
        other = "other.example.com"
        async with connected(door, f"{other}:443", secure=False) as (reader, writer):
            del reader, writer
        assert api.requests == []

    async def test_its_own_host_does_not_get_it_without_tls(
        self, open_door: OpenDoor, plain: StandIn
    ) -> None:
        door = await open_door(secrets=(secret(hosts=("plain.example.com",)),))
        shown = door.placeholders["API_KEY"]
        async with connected(door, "plain.example.com:80") as streams:
            await ask(streams, get("plain.example.com", "/", f"X-Key: {shown}"))
        assert REAL not in plain.requests[0].decode()

    async def test_a_body_without_it_is_no_use(
        self, open_door: OpenDoor, records: list[NetworkRecord]
    ) -> None:
        door = await open_door(secrets=(secret("body"),))
        async with connected(door, API, secure=True) as streams:
            await ask(streams, get("api.example.com"))
        await eventually(lambda: bool(records))
        assert records[0].secrets == ()

    async def test_a_plain_host_that_is_not_its_own_gets_the_placeholder(
        self, open_door: OpenDoor, plain: StandIn
    ) -> None:
        door = await open_door(secrets=(secret(),))
        shown = door.placeholders["API_KEY"]
        async with connected(door, "plain.example.com:80") as streams:
            await ask(streams, get("plain.example.com", "/", f"X-Key: {shown}"))
        assert REAL not in plain.requests[0].decode()
        assert shown in plain.requests[0].decode()


class TestAnswers:
    @pytest.mark.parametrize(
        "spelt",
        [
            REAL,
            quote(REAL, safe=""),
            json.dumps(REAL),
            REAL.encode().hex(),
            base64.b64encode(REAL.encode()).decode(),
            base64.b64encode(b"x" + REAL.encode()).decode(),
            base64.urlsafe_b64encode(b"xy" + REAL.encode()).decode(),
            REAL[::-1],
        ],
    )
    async def test_a_host_that_echoes_it_gives_nothing_away(
        self, open_door: OpenDoor, api: StandIn, spelt: str
    ) -> None:
        api.answer = lambda _: (
            f"HTTP/1.1 200 OK\r\nx-echo: {spelt}\r\ncontent-length: {len(spelt) + 4}\r\n\r\n"
            f"<<{spelt}>>"
        ).encode()
        async with connected(await open_door(secrets=(secret(),)), API, secure=True) as streams:
            _, headers, body = await ask(streams, get("api.example.com"))
        core = spelt.strip('"')[4:-4]
        assert core not in headers["x-echo"]
        assert core not in body.decode()
        assert body.startswith(b"<<")
        assert body.endswith(b">>")

    async def test_pieces_of_it_are_put_together(self, open_door: OpenDoor, api: StandIn) -> None:
        pieces = b"".join(b"1\r\n" + bytes([each]) + b"\r\n" for each in f"a{REAL}b".encode())
        api.answer = lambda _: (
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + pieces + b"0\r\n\r\n"
        )
        door = await open_door(secrets=(secret(),))
        async with connected(door, API, secure=True) as (reader, writer):
            writer.write(get("api.example.com", "/", "Connection: close"))
            answer = (await reader.read()).decode()
        shown = "".join(answer.split("\r\n\r\n", 1)[1].split("\r\n")[1::2])
        assert REAL not in shown
        assert shown == f"a{door.placeholders['API_KEY']}b"

    async def test_a_compressed_answer_that_nobody_asked_for_is_refused(
        self, open_door: OpenDoor, api: StandIn
    ) -> None:
        hidden = gzip.compress(REAL.encode())
        head = f"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {len(hidden)}\r\n\r\n"
        api.answer = lambda _: head.encode() + hidden
        async with connected(await open_door(secrets=(secret(),)), API, secure=True) as streams:
            status, headers, body = await ask(streams, get("api.example.com"))
        assert (status, hidden in body) == (502, False)
        assert "compressed" in headers["x-egress-reason"]

    async def test_a_reason_phrase_gives_nothing_away(
        self, open_door: OpenDoor, api: StandIn
    ) -> None:
        api.answer = lambda _: f"HTTP/1.1 200 {REAL}\r\ncontent-length: 0\r\n\r\n".encode()
        door = await open_door(secrets=(secret(),))
        async with connected(door, API, secure=True) as (reader, writer):
            writer.write(get("api.example.com"))
            assert REAL.encode() not in await reader.readuntil(b"\r\n\r\n")

    async def test_the_name_of_a_header_gives_nothing_away(
        self, open_door: OpenDoor, api: StandIn
    ) -> None:
        name = REAL.replace("/", "").replace("=", "")
        api.answer = lambda _: f"HTTP/1.1 200 OK\r\n{name}: x\r\ncontent-length: 0\r\n\r\n".encode()
        named = Secret(key="API_KEY", value=name, hosts=("api.example.com",))
        async with connected(await open_door(secrets=(named,)), API, secure=True) as streams:
            _, headers, _ = await ask(streams, get("api.example.com"))
        assert name.lower() not in headers

    async def test_it_asks_for_answers_that_can_be_read(
        self, open_door: OpenDoor, api: StandIn
    ) -> None:
        async with connected(await open_door(secrets=(secret(),)), API, secure=True) as streams:
            await ask(streams, get("api.example.com", "/", "Accept-Encoding: gzip, br"))
        assert b"gzip" not in api.requests[0]
        assert b"Accept-Encoding: identity" in api.requests[0]


class TestRecords:
    """What a worker writes into a request that is refused is told, too."""

    @pytest.mark.parametrize(
        "request_",
        [get("SECRET!"), get("SECRET"), get("api.example.com").replace(b"GET", b"SECRET")],
    )
    async def test_a_secret_that_the_worker_holds_is_not_told(
        self, open_door: OpenDoor, records: list[NetworkRecord], request_: bytes
    ) -> None:
        held = Secret(key="WALLET", value="wallet-A1b2C3d4")
        door = await open_door(secrets=(held,))
        async with connected(door, API, secure=True) as streams:
            await ask(streams, request_.replace(b"SECRET", held.value.encode()))
        await eventually(lambda: bool(records))
        assert held.value.lower() not in str(records[0]).lower()
