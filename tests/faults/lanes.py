"""What is executed, one lane a plugin: within a lane one at a time."""

import base64
import re
from collections.abc import Awaitable, Callable

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.e2e.plugins import CLASSIC, PDF, STARTER, installed
from tests.faults.case import Case, Fault
from tests.faults.peers import REFUSING
from tests.faults.world import HOG, World
from tests.plugins import releases as plugins
from tests.plugins.tenant import in_use
from tests.sandbox.worker.test_real_plugins import pdf_saying
from tests.serving import Json
from tests.standins import base58
from tests.standins.ethereum_node import ETHER
from tests.standins.openai_api import echo
from tests.standins.secp256k1 import address, public_key
from tests.standins.solana_node import LAMPORTS

Lane = list[Case]
SHORT_MS = 500
_TEXT = {"kind": "MODEL", "name": "TEXT_SMALL", "params": {"prompt": "Hi"}}
_TOKENS = {"kind": "MODEL", "name": "TEXT_TOKENIZER_ENCODE", "params": {"prompt": "hello world"}}
_FAILED = {"state": "FAILED", "code": "PLUGIN_ERROR"}
_TAUGHT = (
    (r"Caller: Show me a (.+)\n", r'{"trigger": true, "searchTerm": "\1"}'),
    (
        r"Caller: What is (\w+) worth in (\w+)\?",
        r"<price_request><symbol>\1</symbol><currency>\2</currency></price_request>",
    ),
)


async def lanes(world: World) -> list[Lane]:
    """Every lane, its instances in use."""
    world.services.models.think = _think
    return [await make(world) for make in _LANES]


def _think(prompt: str) -> str:
    """What the models say to whichever plugin asks."""
    for told, answer in _TAUGHT:
        if found := list(re.finditer(told, prompt)):
            return found[-1].expand(answer)
    return echo(prompt)


async def _starter(world: World) -> Lane:
    name = STARTER
    instance = await installed(world.people.owner, world.people.demo, name)
    call = {"name": "HELLO_WORLD", "text": "hi"}
    provider = {"kind": "PROVIDER", "name": "HELLO_WORLD_PROVIDER"}
    route = {"kind": "ROUTE", "name": "/helloworld"}
    calls = (call, "Hello world"), (provider, "provider"), (route, "Hello World")
    return [Case(name, instance, Fault.NONE, each, says=says) for each, says in calls]


async def _classic(world: World) -> Lane:
    name = CLASSIC
    instance = await installed(world.people.owner, world.people.demo, name)
    return [Case(name, instance, Fault.NONE, _TEXT, says=r"\w{3}")]


async def _pdf(world: World) -> Lane:
    name = PDF
    instance = await installed(world.people.owner, world.people.demo, name)

    def call(content: bytes) -> Json:
        document = {"$base64": base64.b64encode(content).decode()}
        return {
            "kind": "SERVICE", "name": "pdf", "method": "convertPdfToText", "args": [document],
        }  # fmt: skip

    return [
        Case(name, instance, Fault.NONE, call(pdf_saying("Read me")), says="Read me"),
        Case(name, instance, Fault.WRONG_ARGUMENTS, call(b"no pdf"), says="PDF", **_FAILED),
    ]


async def _openai(world: World) -> Lane:
    """The one lane whose processes are killed: no other has this plugin."""
    name, (host,) = plugins.OPENAI, world.slow.hosts
    instance = await _text_model(world, name, "OPENAI", host)
    short = {**_TEXT, "timeoutMs": SHORT_MS}
    wrong = {**_TOKENS, "params": {"prompt": 5}}
    late = {"state": "TIMED_OUT", "code": "CALL_TIMED_OUT"}
    killed = {"state": "FAILED", "code": "WORKER_DIED"}
    gone = {"state": "CANCELLED", "code": "CANCELLED"}
    return [
        *[Case(name, instance, Fault.NONE, _TOKENS, says="24912, 2375")] * 3,
        Case(name, instance, Fault.WRONG_ARGUMENTS, wrong, **_FAILED),
        Case(name, instance, Fault.PEER_IS_SLOW, short, **late),
        Case(name, instance, Fault.KILLED, _TEXT, **killed),
        Case(name, instance, Fault.CANCELLED, _TEXT, **gone),
    ]


async def _openrouter(world: World) -> Lane:
    name, (host,) = plugins.OPENROUTER, world.services.openrouter.hosts
    good = await _text_model(world, name, "OPENROUTER", host, world.services.openrouter.key)
    refused = await _text_model(world, name, "OPENROUTER", REFUSING)
    closed = await _text_model(world, name, "OPENROUTER", "unlisted.example.com", allowed=host)
    return [
        *[Case(name, good, Fault.NONE, _TEXT, says="You said: Hi")] * 20,
        Case(name, refused, Fault.PEER_REFUSES, _TEXT, **_FAILED),
        Case(name, closed, Fault.HOST_NOT_ALLOWED, _TEXT, **_FAILED),
    ]


async def _text_model(
    world: World,
    name: str,
    prefix: str,
    host: str,
    key: str = "no real key",
    allowed: str | None = None,
) -> str:
    return await in_use(
        world.people,
        name,
        f"{name} at {host}",
        settings={f"{prefix}_BASE_URL": f"https://{host}/v1"},
        secrets=[{"key": f"{prefix}_API_KEY", "value": key, "hosts": [allowed or host]}],
        allowedHosts=[allowed or host],
    )


async def _solana(world: World) -> Lane:
    name, (host,) = plugins.SOLANA, world.services.solana.hosts
    key = Ed25519PrivateKey.generate()
    owner = base58.encode(key.public_key().public_bytes_raw())
    world.services.solana.lamports[owner] = 3 * LAMPORTS // 2
    instance = await in_use(
        world.people,
        name,
        settings={"SOLANA_RPC_URL": f"https://{host}", "SOLANA_PUBLIC_KEY": owner},
        allowedHosts=[host],
    )
    service = {"kind": "SERVICE", "name": "chain_solana", "method": "validateAddress"}
    good, bad = [{**service, "args": [each]} for each in (owner, "no address")]
    return [
        Case(name, instance, Fault.NONE, good, says="True"),
        Case(name, instance, Fault.NONE, bad, says="False"),
    ]


async def _evm(world: World) -> Lane:
    name, (host,) = plugins.EVM, world.services.ethereum.hosts
    key = ec.generate_private_key(ec.SECP256K1()).private_numbers().private_value
    world.services.ethereum.wei[address(public_key(key))] = 3 * ETHER // 2
    instance = await in_use(
        world.people,
        name,
        settings={
            "ETHEREUM_PROVIDER_SEPOLIA": f"https://{host}",
            "chains": {"evm": ["sepolia"]},
        },
        secrets=[{"key": "EVM_PRIVATE_KEY", "value": f"0x{key:064x}"}],
        allowedHosts=[host],
    )
    call = {"kind": "PROVIDER", "name": "EVMWalletProvider"}
    return [Case(name, instance, Fault.NONE, call, says="1.5")]


async def _giphy(world: World) -> Lane:
    name, service = plugins.GIPHY, world.services.giphy
    instance = await _with_key(world, name, "GIPHY_API_KEY", service.key, service.hosts[0])
    call = {"name": "SEND_GIF", "text": "Show me a red panda"}
    return [Case(name, instance, Fault.NONE, call, says="red panda GIF")]


async def _coinmarketcap(world: World) -> Lane:
    name, service = plugins.COINMARKETCAP, world.services.coinmarketcap
    service.prices["BTC"] = 50_000
    key = "COINMARKETCAP_API_KEY"
    instance = await _with_key(world, name, key, service.key, service.hosts[0])
    call = {"name": "GET_PRICE", "text": "What is BTC worth in USD?"}
    return [Case(name, instance, Fault.NONE, call, says="BTC is 50000 USD")]


async def _with_key(world: World, name: str, key: str, value: str, host: str) -> str:
    secret = {"key": key, "value": value, "hosts": [host]}
    if key.startswith("COINMARKETCAP"):
        secret["positions"] = ["header:X-CMC_PRO_API_KEY"]
    return await in_use(world.people, name, secrets=[secret], allowedHosts=[host])


async def _bootstrap(world: World) -> Lane:
    name = plugins.BOOTSTRAP
    instance = await in_use(
        world.people, name, permissions=["memory.read", "memory.write", "models.use"]
    )
    call = {"kind": "PROVIDER", "name": "CHARACTER"}
    return [Case(name, instance, Fault.NONE, call, says="Demo")]


async def _hog(world: World) -> Lane:
    instance = await installed(world.people.owner, world.people.demo, HOG)
    ended = {"state": "FAILED", "code": "WORKER_DIED"}
    return [Case(HOG, instance, Fault.MEMORY_FULL, {"name": "FILL"}, says="memory", **ended)]


_LANES: tuple[Callable[[World], Awaitable[Lane]], ...] = (
    _starter,
    _classic,
    _pdf,
    _openai,
    _openrouter,
    _solana,
    _evm,
    _giphy,
    _coinmarketcap,
    _bootstrap,
    _hog,
)
