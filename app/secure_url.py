"""Addresses from which keys may be read."""

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def secure_url(url: str) -> str:
    """Return ``url`` when nobody on the way can change what it answers.

    Raises:
        ValueError: it is neither https, nor http on this machine.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))):
        return url
    raise ValueError("an https address is needed; http only on this machine itself")
