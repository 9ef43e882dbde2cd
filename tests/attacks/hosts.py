"""Attacks on the allow list: other hosts, and other spellings of hosts."""

from tests.attacks.attack import attacks


def _knocks(*targets: str) -> dict[str, str]:
    return {
        f"ask for {target}": f"return Boolean(await knock({target!r}, {{ say: GET('plain.example.com') }}));"
        for target in targets
    }


_NAMES = _knocks(
    "evil.example.com:80", "api.example.com.evil.org:80", "notapi.example.com:443",
    "api.example.com:8443", "other.example.com:80", "rebind.example.com:80",
    "api-example.com:80", "plain.example.com.:8080", "PLAIN.EXAMPLE.COM:22",
    "plain.example.com@evil.org:80", "evil.org#plain.example.com:80", "evil.org/plain.example.com:80",
    "evil.org:80:plain.example.com:80", "plain.example.com%00.evil.org:80",
    "xn--plain-example-com:80", "evil.rebind.example.com.evil.org:80",
)  # fmt: skip
_NUMBERS = _knocks(
    "2130706433:80", "0x7f000001:80", "0177.0.0.1:80", "127.1:80", "127.0.0.1.:80", "0:80",
    "[::ffff:7f00:1]:80", "[0:0:0:0:0:0:0:1]:8080", "10.0.0.5:80", "[fd00:ec2::254]:80",
    "[64:ff9b::7f00:1]:80", "[fe80::1%25lo]:80", "192.168.0.1:80", "100.64.0.1:80",
    "0xa9fea9fe:80", "2852039166:80", "[::ffff:169.254.169.254]:80", "[2002:a00:5::]:80",
)  # fmt: skip

_PREFACES = {
    "follow a redirect": """
        return (await fetch('https://api.example.com/redirect/http://evil.example.com/')).ok;""",
    "follow a redirect to an address": """
        return (await fetch('https://api.example.com/redirect/http://10.0.0.5/')).ok;""",
    "fetch another host": "return (await fetch('http://evil.example.com/')).ok;",
    "hide the host behind a name and a password": """
        return (await fetch('http://plain.example.com@evil.example.com/')).ok;""",
    "hide an address in a number": "return (await fetch('http://2130706433/')).ok;",
    "spell a host in wide letters": """
        return (await fetch('http://\\uff45\\uff56\\uff49\\uff4c.example.com/')).ok;""",
    "name a host only in the preface's header": r"""
        const preface = 'CONNECT :80 HTTP/1.1\r\nhost: evil.example.com:80\r\n\r\n';
        return Boolean(await knock('', { preface, say: GET('evil.example.com') }));""",
    "ask without CONNECT": r"""
        const preface = 'GET http://evil.example.com/ HTTP/1.1\r\nHost: evil.example.com\r\n\r\n';
        return Boolean(await knock('', { preface }));""",
    "put two prefaces into one": r"""
        const one = (host) => `CONNECT ${host}:80 HTTP/1.1\r\nhost: x\r\n\r\n`;
        const preface = one('plain.example.com') + one('evil.example.com');
        return Boolean(await knock('', { preface, say: GET('evil.example.com') }));""",
    "break the line of a preface": r"""
        const target = 'plain.example.com:80 HTTP/1.1\r\nx: y\r\n\r\nCONNECT evil.example.com:80';
        return Boolean(await knock(target, { say: GET('evil.example.com') }));""",
    "ask for another host on an open connection": """
        await plainly(GET('plain.example.com') + GET('evil.example.com'));""",
    "ask for another host in TLS": """
        const say = GET('evil.example.com');
        await knock('api.example.com:443', { say, secure: true, name: 'api.example.com' });""",
    "name another host in TLS's greeting": """
        const say = GET('api.example.com');
        const name = 'evil.example.com';
        return Boolean(await knock('api.example.com:443', { say, secure: true, name }));""",
    "name another host in both": """
        const name = 'evil.example.com';
        await knock('api.example.com:443', { say: GET(name), secure: true, name });""",
}

ATTACKS = attacks("hosts", {**_NAMES, **_NUMBERS, **_PREFACES}, network=True)
