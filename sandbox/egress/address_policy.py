"""Which addresses are the public internet."""

import ipaddress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

# Beyond what the registries call special: addresses that carry another one inside, which some
# router on the way may unwrap, and a cloud's metadata service at a public address.
_TRANSLATED = tuple(
    IPv6Network(network)
    for network in ("::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32",
                    "2002::/16", "fec0::/10", "5f00::/16")
)  # fmt: skip
_REFUSED_V4 = tuple(
    IPv4Network(network) for network in ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32")
)
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)


def is_public(text: str) -> bool:
    """Say whether an address belongs to the public internet and to nothing else."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return False
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    return _v6_is_plain(address) if isinstance(address, IPv6Address) else _v4_is_plain(address)


def _v4_is_plain(address: IPv4Address) -> bool:
    return not any(address in network for network in _REFUSED_V4)


def _v6_is_plain(address: IPv6Address) -> bool:
    interface = int(address) >> 32 & 0xFFFF_FFFF
    return interface not in _ISATAP and not any(address in network for network in _TRANSLATED)
