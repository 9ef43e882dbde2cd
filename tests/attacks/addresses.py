"""Attacks through hosts that were allowed and lead to where nobody may go."""

from tests.attacks.attack import attacks


def _knock(target: str) -> str:
    return (
        f"return Boolean(await knock({target!r}, {{ say: GET({target.rpartition(':')[0]!r}) }}));"
    )


_REBIND = "`x${Date.now()}.rebind.example.com`"

ATTACKS = attacks(
    "addresses",
    {
        "an address of the network behind": _knock("inside.example.com:80"),
        "an address of the machine": _knock("loop.example.com:80"),
        "this machine by its name": _knock("localhost:80"),
        "this machine by its address": _knock("127.0.0.1:80"),
        "this machine by its address of six": _knock("[::1]:80"),
        "the metadata of a cloud": _knock("169.254.169.254:80"),
        "the metadata of a cloud by a name": _knock("metadata.example.com:80"),
        "an address of a carrier": _knock("carrier.example.com:80"),
        "a translated address": _knock("translated.example.com:80"),
        "a translated address as it is": _knock("[64:ff9b::a00:5]:80"),
        "a mapped address": _knock("mapped.example.com:80"),
        "a mapped address as it is": _knock("[::ffff:10.0.0.5]:80"),
        "a name with a public address and another": _knock("both.example.com:80"),
        "a redirect to the metadata of a cloud": """
            return (await fetch('https://api.example.com/redirect/http://169.254.169.254/')).ok;""",
        "a redirect to this machine": """
            return (await fetch('https://api.example.com/redirect/http://loop.example.com/')).ok;""",
        "a name that moves": f"""
            const name = {_REBIND};
            return Boolean(await knock(`${{name}}:80`, {{ say: GET(name) }}));""",
        "a name that moves between requests": f"""
            const name = {_REBIND};
            await knock(`${{name}}:80`, {{ say: GET(name) }}).catch(() => {{}});
            return Boolean(await knock(`${{name}}:80`, {{ say: GET(name) }}));""",
        "a name that moves, by TLS": f"""
            const name = {_REBIND};
            await knock(`${{name}}:443`, {{ say: GET(name), secure: true, name }});""",
    },
    network=True,
)
