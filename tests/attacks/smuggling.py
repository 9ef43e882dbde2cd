"""Attacks with requests that two readers understand differently."""

from tests.attacks.attack import attacks

_HOST = r"Host: plain.example.com\r\n"


def _plainly(*texts: str) -> str:
    """Lines of a request after its first one; what follows is its body."""
    return f"await plainly(`{''.join(texts)}`);"


def _post(headers: str, body: str = "${SMUGGLED}") -> str:
    return _plainly(r"POST / HTTP/1.1\r\n", _HOST, headers, r"\r\n", body)


ATTACKS = attacks(
    "smuggling",
    {
        "two kinds of length": _post(
            r"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
            r"${SMUGGLED.length.toString(16)}\r\n${SMUGGLED}\r\n0\r\n\r\n",
        ),
        "two kinds of length, the other first": _post(
            r"Transfer-Encoding: chunked\r\nContent-Length: 6\r\n", r"0\r\n\r\n${SMUGGLED}"
        ),
        "two lengths": _post(r"Content-Length: 0\r\nContent-Length: 60\r\n"),
        "two lengths in one header": _post(r"Content-Length: 0, 60\r\n"),
        "a length with a sign": _post(r"Content-Length: +0\r\n"),
        "a length in hexadecimal": _post(r"Content-Length: 0x0\r\n"),
        "a negative length": _post(r"Content-Length: -1\r\n"),
        "a space before the colon": _post(r"Content-Length : 60\r\n"),
        "an encoding before a colon and a space": _post(
            r"Transfer-Encoding : chunked\r\nContent-Length: 60\r\n"
        ),
        "an encoding that is nearly chunked": _post(
            r"Transfer-Encoding: xchunked\r\nContent-Length: 0\r\n"
        ),
        "an encoding behind a tab": _post(
            r"Transfer-Encoding:\tchunked\r\nContent-Length: 5\r\n", r"0\r\n\r\n${SMUGGLED}"
        ),
        "two encodings": _post(r"Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n"),
        "a folded header": _post(r"X: a\r\n Content-Length: 0\r\nContent-Length: 60\r\n"),
        "a line that ends bare": _post(r"X: a\nContent-Length: 0\r\nContent-Length: 60\r\n"),
        "a carriage returned alone": _post(r"X: a\rsmuggled: 1\r\nContent-Length: 0\r\n", ""),
        "a zero byte in a header": _post(r"X: a\0b\r\nContent-Length: 0\r\n", ""),
        "a chunk that lies about its size": _post(
            r"Transfer-Encoding: chunked\r\n", r"0;\n\r\n${SMUGGLED}"
        ),
        "a header in a path": _plainly(r"GET /%0d%0asmuggled:1 HTTP/1.1\r\n", _HOST, r"\r\n"),
        "a space in a path": _plainly(r"GET / /smuggled HTTP/1.1\r\n", _HOST, r"\r\n"),
        "a whole URL of another host": _plainly(
            r"GET http://evil.example.com/ HTTP/1.1\r\n", _HOST, r"\r\n"
        ),
        "a whole URL of its own host": _plainly(
            r"GET http://plain.example.com/ HTTP/1.1\r\n", _HOST, r"\r\n"
        ),
        "two hosts": _plainly(
            r"GET / HTTP/1.1\r\n", _HOST, r"Host: evil.example.com\r\n\r\n"
        ),
        "a host with a name and a password": _plainly(
            r"GET / HTTP/1.1\r\nHost: plain.example.com@evil.example.com\r\n\r\n"
        ),
        "no host": _plainly(r"GET / HTTP/1.0\r\n\r\n"),
        "a tunnel in a connection": _plainly(
            r"CONNECT evil.example.com:80 HTTP/1.1\r\n", _HOST, r"\r\n"
        ),
        "a request that is traced": _plainly(r"TRACE / HTTP/1.1\r\n", _HOST, r"\r\n"),
        "a switch to HTTP/2": _plainly(
            r"GET / HTTP/1.1\r\n", _HOST,
            r"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n\r\n",
        ),
        "HTTP/2 from the start": _plainly(r"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        "a header that fetch would send": """
            await fetch('http://plain.example.com/', { headers: { x: 'a\\r\\nsmuggled: 1' } });""",
        "a header that Node would send": """
            http.request = http.request.bind(http);
            await new Promise((resolve, reject) => {
              const request = http.request('http://plain.example.com/', { insecureHTTPParser: true });
              request.on('response', resolve).on('error', reject);
              request.path = '/ HTTP/1.1\\r\\nsmuggled: 1\\r\\nx: y';
              request.end();
            });""",
    },
    network=True,
)  # fmt: skip
