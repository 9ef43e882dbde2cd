"""What Node itself has for the network, in a worker with a door."""

from pathlib import Path

import pytest

from sandbox.errors import CallFailed
from sandbox.grants.grants import Grants
from sandbox.grants.permission import Permission
from sandbox.grants.secret import Secret
from sandbox.pool.pool import WorkerPool
from sandbox.worker.call import CallResult, WorkerSpec
from sandbox.worker.refusal import RefusalKind
from tests.sandbox.egress.stand_in import StandIn
from tests.sandbox.plugins import Listener, method, write_service

NETWORK = Grants(
    account="instance",
    permissions=frozenset({Permission.NETWORK_EXTERNAL}),
    allowed_hosts=("api.example.com", "plain.example.com"),
    requests_per_minute=100,
)

_PREAMBLE = """
    import dns from 'node:dns';
    import http from 'node:http';
    import https from 'node:https';
    import net from 'node:net';
    import tls from 'node:tls';
    const read = (response) => new Promise((resolve) => {
      let text = '';
      response.on('data', (data) => { text += data; }).on('end', () => resolve(text));
    });
    const got = (client, options) => new Promise((resolve, reject) => {
      client.get(options, (response) => resolve(read(response))).on('error', reject);
    });
    const GET = 'GET / HTTP/1.1\\r\\nHost: api.example.com\\r\\nConnection: close\\r\\n\\r\\n';
"""


async def run(
    pool: WorkerPool,
    folder: Path,
    body: str,
    grants: Grants = NETWORK,
    listener: Listener | None = None,
) -> CallResult:
    artifact = write_service(folder / "p", f"async go() {{ {body} }}", _PREAMBLE)
    spec = WorkerSpec(artifact, {}, agent_id="agent", agent_name="Agent", grants=grants)
    return await pool.call(
        "key", spec, method("go"), timeout_seconds=10, observer=listener or Listener()
    )


@pytest.mark.parametrize(
    "body",
    [
        "return (await fetch('https://api.example.com/')).text();",
        "return (await fetch('http://plain.example.com/')).text();",
        "return (await fetch('https://api.example.com/', { method: 'POST', body: 'x' })).text();",
        "return got(https, 'https://api.example.com/');",
        "return got(http, 'http://plain.example.com/');",
        """const agent = new https.Agent({ keepAlive: true });
        return got(https, { host: 'api.example.com', agent });""",
        "return got(https, { host: 'api.example.com', agent: false });",
        """const { address } = await dns.promises.lookup('api.example.com');
        return got(https, { host: address, servername: 'api.example.com',
          headers: { host: 'api.example.com' } });""",
        """const lookup = (host, options, done) => dns.lookup(host, options, done);
        return got(https, { host: 'api.example.com', lookup });""",
        """const socket = tls.connect({ host: 'api.example.com', port: 443,
          servername: 'api.example.com' });
        socket.on('secureConnect', () => socket.write(GET));
        return (await read(socket)).split('\\r\\n\\r\\n')[1];""",
        """const raw = net.connect(443, 'api.example.com');
        await new Promise((resolve) => raw.on('connect', resolve));
        const socket = tls.connect({ socket: raw, servername: 'api.example.com' });
        socket.on('secureConnect', () => socket.write(GET));
        return (await read(socket)).split('\\r\\n\\r\\n')[1];""",
    ],
)
async def test_it_reaches_a_host_that_was_allowed(
    pool: WorkerPool, tmp_path: Path, body: str
) -> None:
    listener = Listener()
    assert (await run(pool, tmp_path, body, listener=listener)).result == "ok"
    assert listener.requests[0].status == 200


async def test_many_requests_at_once_all_arrive(
    pool: WorkerPool, tmp_path: Path, api: StandIn
) -> None:
    body = """
        const answers = Array.from({ length: 40 }, (_, n) => fetch(`https://api.example.com/${n}`));
        return (await Promise.all(answers)).filter(({ status }) => status === 200).length;
    """
    assert (await run(pool, tmp_path, body)).result == 40
    assert len(api.requests) == 40


async def test_a_large_answer_arrives_whole(pool: WorkerPool, tmp_path: Path, api: StandIn) -> None:
    api.answer = lambda _: b"HTTP/1.1 200 OK\r\ncontent-length: 5000000\r\n\r\n" + b"x" * 5_000_000
    body = "return (await (await fetch('https://api.example.com/')).arrayBuffer()).byteLength;"
    assert (await run(pool, tmp_path, body)).result == 5_000_000


async def test_a_refusal_says_which_host_and_why(pool: WorkerPool, tmp_path: Path) -> None:
    listener = Listener()
    with pytest.raises(CallFailed, match="fetch failed: EEGRESSDENIED") as failure:
        await run(pool, tmp_path, "return fetch('https://evil.example.com/')", listener=listener)
    assert "evil.example.com:443 is not on the allow list" in failure.value.message
    assert not listener.requests[0].allowed
    assert listener.refusals[0].kind is RefusalKind.NETWORK


async def test_without_the_permission_there_is_no_network(pool: WorkerPool, tmp_path: Path) -> None:
    listener = Listener()
    with pytest.raises(CallFailed, match=r"EEGRESSDENIED.*is not granted"):
        await run(
            pool, tmp_path, "return got(https, 'https://api.example.com/')", Grants(), listener
        )
    (refusal,) = listener.refusals
    assert (refusal.kind, refusal.permission) == (
        RefusalKind.NETWORK,
        Permission.NETWORK_EXTERNAL,
    )


async def test_a_bound_secret_reaches_its_host_and_never_the_worker(
    pool: WorkerPool, tmp_path: Path, api: StandIn
) -> None:
    real = "sk-live-A1b2C3d4E5f6"
    secret = Secret(key="API_KEY", value=real, hosts=("api.example.com",))
    body = """
        const key = this.runtime.getSetting('API_KEY');
        await fetch('https://api.example.com/', { headers: { 'X-Key': key } });
        return key;
    """
    grants = Grants(
        account="a",
        permissions=NETWORK.permissions,
        allowed_hosts=NETWORK.allowed_hosts,
        secrets=(secret,),
    )
    seen = (await run(pool, tmp_path, body, grants)).result
    assert isinstance(seen, str)
    assert seen.startswith("sk-live-")
    assert seen != real
    assert real.encode() in api.requests[0]


async def test_a_local_secret_reaches_the_worker_and_nothing_that_leaves_it(
    pool: WorkerPool, tmp_path: Path
) -> None:
    secret = Secret(key="WALLET", value="0xA1b2C3d4E5f6")
    body = """
        const key = this.runtime.getSetting('WALLET');
        console.log(`the key is ${key}`);
        return { right: key === '0xA1' + 'b2C3d4E5f6', key, hex: Buffer.from(key).toString('hex') };
    """
    listener = Listener()
    answer = await run(pool, tmp_path, body, Grants(secrets=(secret,)), listener)
    assert answer.result == {"right": True, "key": "[secret WALLET]", "hex": "[secret WALLET]"}
    assert listener.texts("stdout") == ["the key is [secret WALLET]"]
