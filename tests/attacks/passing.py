"""Attacks that pass file descriptors to the processes around a worker (SCM_RIGHTS)."""

from tests.attacks.attack import Attack, attacks

_SEND = """
    const net = require('node:net');
    require('node:child_process')._forkChild(FD, 'json');
    for (let n = 0; n < COUNT; n++) {
      process.send({ n }, new net.Socket({ fd: 1, readable: false }), { keepOpen: true });
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
"""


def _sent(descriptor: str, count: int) -> str:
    return _SEND.replace("FD", descriptor).replace("COUNT", str(count))


_CHANNEL = {
    "to the host": f"await thread(`{_sent('${sockets()[0]}', 1)}`);",
    "to the host, many": f"await thread(`{_sent('${sockets()[0]}', 100)}`);",
    "to the host, from a thread without rules": (
        f"await thread(`{_sent('${sockets()[0]}', 1)}`, {{ execArgv: [] }});"
    ),
}
_OPEN_DOOR = """
    void thread(`
      const way = require('node:net').connect('/egress/socket');
      await new Promise((resolve) => way.on('connect', resolve));
      fs.writeFileSync('/scratch/fd', String(way._handle.fd));
      await new Promise((resolve) => setTimeout(resolve, 1500));`).catch(() => {});
    while (!fs.existsSync('/scratch/fd') || !fs.readFileSync('/scratch/fd', 'utf8')) await sleep(10);
    const way = fs.readFileSync('/scratch/fd', 'utf8');
"""
_DOOR = {
    "to the gateway": f"{_OPEN_DOOR} await thread(`{_sent('${way}', 1)}`);",
    "to the gateway, many": f"{_OPEN_DOOR} await thread(`{_sent('${way}', 100)}`);",
}

ATTACKS: tuple[Attack, ...] = (
    *attacks("descriptors", _CHANNEL),
    *attacks("descriptors", _DOOR, network=True),
)
