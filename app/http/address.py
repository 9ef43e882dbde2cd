"""Where a caller who does not say who it is comes from."""

from ipaddress import ip_address

from starlette.types import Scope

_IPV6 = 6
_NETWORK = 64  # bits of an IPv6 address that one customer of a provider has to himself


def network_address(scope: Scope) -> str:
    """What strangers are counted by: an IPv4 address, or the network of an IPv6 one."""
    client = scope.get("client")
    if not client:
        return "unknown"
    try:
        address = ip_address(client[0])
    except ValueError:
        return str(client[0])
    return str(int(address) >> _NETWORK) if address.version == _IPV6 else str(address)
