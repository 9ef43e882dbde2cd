"""Why an attack on the network gets through when a layer is removed."""

from collections.abc import Iterable, Mapping

from tests.attacks.layers import Layer

_PASSED = (
    "whoever reads with recvmsg takes what is passed; recv leaves it to the kernel, which drops it"
)
_PUBLIC = "it is a public host like any other; only its owner's list says that it may not be asked"
_ALLOWED = "its name was allowed; only the address tells where it leads"
_TWICE = "a name server may answer twice, and only the first answer is judged"
_UNREAD = "what nobody reads, nobody can judge or count"
_TWO_READERS = (
    "h11 reads it in one way alone, and passes on what another reader may understand differently"
)
_COUNTED = "nothing else counts them"
_BOUND = "its placeholder is replaced wherever TLS leads"
_CLEAR = "its host may have it, and has no TLS"
_ECHOED = (
    "its host has it and says it; what leaves the worker is scrubbed, but the worker has seen it"
)
_SAID = "the worker holds it, and may say it"
_RECORDED = "what a plugin asks for is told as it came"


def _named(kind: str, reason: str, names: Iterable[str]) -> dict[str, str]:
    return {f"{kind}: {name}": reason for name in names}


ON_THE_NETWORK: Mapping[Layer, Mapping[str, str]] = {
    Layer.BYTES: {
        **_named("descriptors", _PASSED, (
            "to the host", "to the host, many", "to the host, from a thread without rules",
            "to the gateway", "to the gateway, many",
        )),
    },
    Layer.ALLOW_LIST: {
        **_named("hosts", _PUBLIC, (
            "ask for evil.example.com:80", "ask for api.example.com.evil.org:80",
            "ask for notapi.example.com:443", "ask for rebind.example.com:80",
            "ask for api-example.com:80", "ask for plain.example.com.:8080",
            "ask for PLAIN.EXAMPLE.COM:22", "ask for xn--plain-example-com:80",
            "ask for evil.rebind.example.com.evil.org:80", "follow a redirect",
            "fetch another host", "spell a host in wide letters", "ask for api.example.com:8443",
            "ask for other.example.com:80",
        )),
        **_named("network floods", _PUBLIC, (
            "fill the log with refusals",
        )),
    },
    Layer.ADDRESSES: {
        **_named("hosts", _ALLOWED, (
            "hide an address in a number",
        )),
        **_named("addresses", _ALLOWED, (
            "an address of the network behind", "an address of the machine",
            "this machine by its name", "this machine by its address",
            "this machine by its address of six", "the metadata of a cloud",
            "the metadata of a cloud by a name", "an address of a carrier", "a translated address",
            "a translated address as it is", "a mapped address", "a mapped address as it is",
            "a name with a public address and another", "a redirect to the metadata of a cloud",
            "a redirect to this machine", "a name that moves between requests",
        )),
    },
    Layer.RESOLUTION: {
        **_named("addresses", _TWICE, (
            "a name that moves", "a name that moves between requests", "a name that moves, by TLS",
        )),
        **_named("network floods", _TWICE, ("look up name after name",)),
    },
    Layer.READING: {
        **_named("hosts", _UNREAD, (
            "ask for another host on an open connection", "ask for another host in TLS",
        )),
        **_named("smuggling", _UNREAD, (
            "two kinds of length", "two kinds of length, the other first", "two lengths",
            "two lengths in one header", "a length with a sign", "a length in hexadecimal",
            "a negative length", "a space before the colon",
            "an encoding before a colon and a space", "an encoding that is nearly chunked",
            "an encoding behind a tab", "two encodings", "a folded header", "a line that ends bare",
            "a carriage returned alone", "a zero byte in a header",
            "a chunk that lies about its size", "a space in a path", "a whole URL of another host",
            "a whole URL of its own host", "two hosts", "a host with a name and a password",
            "no host", "a tunnel in a connection", "a request that is traced", "a switch to HTTP/2",
            "HTTP/2 from the start",
        )),
        **_named("network floods", _UNREAD, (
            "request one after the other", "request in one breath",
            "request in one breath, plainly", "request what is refused, too",
        )),
        **_named("bound secrets", _UNREAD, (
            "name its host to another one",
        )),
        **_named("told secrets", _UNREAD, (
            "tell it in the name of a host", "tell it in a malformed header",
            "tell it in a malformed host",
        )),
    },
    Layer.RULES: {
        **_named("hosts", _TWO_READERS, (
            "ask for another host on an open connection", "ask for another host in TLS",
            "name another host in TLS's greeting", "name another host in both",
        )),
        **_named("smuggling", _TWO_READERS, (
            "two kinds of length", "two kinds of length, the other first",
            "an encoding behind a tab", "a whole URL of another host",
            "a whole URL of its own host", "a host with a name and a password",
            "a tunnel in a connection", "a request that is traced", "a switch to HTTP/2",
        )),
        **_named("network floods", _TWO_READERS, (
            "request what is refused, too",
        )),
        **_named("bound secrets", _TWO_READERS, (
            "have it echoed compressed", "have it echoed compressed, in capitals",
            "have it echoed compressed by an old name", "have it echoed deflated",
            "name its host to another one",
        )),
        **_named("told secrets", _TWO_READERS, (
            "tell it in the name of a host", "tell it in a malformed host",
        )),
    },
    Layer.RATES: {
        **_named("network floods", _COUNTED, (
            "request without end", "request one after the other", "request of many hosts",
            "request in one breath", "request in one breath, plainly",
            "request in many connections", "request what is refused, too",
            "open connections without end", "fill the log with refusals",
        )),
        **_named("network floods", _COUNTED, ("connect and say nothing", "look up name after name")),
    },
    Layer.METER: {
        **_named("network floods", _COUNTED, (
            "fetch more than granted", "fetch more than granted, bit by bit",
            "fetch more than granted, at once", "send more than granted",
            "send more than granted in chunks",
            "send more than granted behind a switch of protocols",
        )),
    },
    Layer.BINDING: {
        **_named("bound secrets", _BOUND, (
            "send it to another host by TLS", "send it to another host by TLS, as a password",
            "send it to another host by TLS, in a query", "take it along on a redirect by TLS",
            "fetch with another key of the same plugin",
        )),
    },
    Layer.TLS: {
        **_named("bound secrets", _CLEAR, (
            "send it unencrypted", "send it unencrypted in a query",
            "send it unencrypted as a password",
        )),
    },
    Layer.ANSWERS: {
        **_named("bound secrets", _ECHOED, (
            "have it echoed, plain", "have it echoed, reversed", "have it echoed, hex",
            "have it echoed, upper-hex", "have it echoed, base64", "have it echoed, base64-shifted",
            "have it echoed, base64url", "have it echoed, url", "have it echoed, json",
            "have it echoed in a header", "have it echoed in a header, base64",
            "have it echoed in a header's name", "have it echoed in a cookie",
            "have it echoed in a reason", "have it echoed before the answer",
            "have it echoed in small chunks", "have it echoed in small pieces",
            "have it echoed in the address of a redirect", "have it echoed in a query",
            "have it echoed compressed", "have it echoed compressed, in capitals",
            "have it echoed compressed by an old name", "have it echoed deflated",
            "have it echoed behind a switch of protocols", "have it put into a redirect",
        )),
    },
    Layer.SCRUBBING: {
        **_named("network floods", _SAID, (
            "open connections without end",
        )),
        **_named("told secrets", _SAID, (
            "return it as it is", "return it reversed", "return it in hexadecimal",
            "return it in capital hexadecimal", "return it in spaced hexadecimal",
            "return it in base64", "return it in base64, one byte late",
            "return it in base64, two bytes late", "return it in base64 for URLs",
            "return it in base64 of UTF-16", "return it for a URL", "return it for a form",
            "return it percent by percent", "return it as escapes", "return it as HTML",
            "return it in small letters", "return it in capitals", "log it in hexadecimal",
            "log it in base64", "return it as a key", "return it deep inside", "return it as bytes",
            "return it as an error", "throw it", "throw it as a name", "throw it as a cause",
            "throw it as a text", "throw it in a stack", "complain of it",
            "log it through the runtime", "print it in two pieces", "stream it",
            "stream it in pieces", "tell it in a host nobody allowed",
            "tell it in a malformed preface", "be refused with it", "be refused a path of it",
        )),
    },
    Layer.RECORDS: {
        **_named("told secrets", _RECORDED, (
            "tell it in a path", "tell it in a query", "tell it in the name of a host",
            "tell it in a method", "tell it in a malformed host",
            "tell it in a host nobody allowed", "tell it in a malformed preface",
        )),
    },
}  # fmt: skip
