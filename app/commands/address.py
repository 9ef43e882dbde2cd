"""The address that the server listens on."""

import socket

from app.errors import InvalidSetting
from app.settings import Settings


def bind(settings: Settings) -> socket.socket:
    """A socket bound to ``ONE_HOST`` and ``ONE_PORT``; nobody is listened to yet.

    Raises:
        InvalidSetting: the address is taken, or is none of this machine's.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise _refused(settings, error) from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise _refused(settings, error) from error
    return listener


def with_port(settings: Settings, listener: socket.socket) -> Settings:
    """The settings with the port that was found where 0 asked for any."""
    return settings.model_copy(update={"port": listener.getsockname()[1]})


def local_url(settings: Settings) -> str:
    """Where a browser on this machine finds the server."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - only compared
    host = everywhere.get(settings.host, settings.host)
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"


def _refused(settings: Settings, error: OSError) -> InvalidSetting:
    return InvalidSetting(
        f"ONE_HOST={settings.host!r}, ONE_PORT={settings.port}: {error.strerror}",
        "Set ONE_PORT to another port (0: any free one), or ONE_HOST to this machine's address.",
    )
