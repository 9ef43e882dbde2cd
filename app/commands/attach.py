"""Finding the database that a command is about."""

from app.embedded.lock import RunningServer, read_running
from app.errors import ServiceUnavailable
from app.settings import Settings


def running_server(settings: Settings) -> RunningServer:
    """The server on this data folder.

    Raises:
        ServiceUnavailable: none runs there, or it is still starting.
    """
    server = read_running(settings.data_dir)
    if server is None:
        raise ServiceUnavailable(
            f"No server runs on {settings.data_dir}.",
            "Start one with: one-graph serve. Or set ONE_MONGODB_URI, or the ONE_DATA_DIR it uses.",
        )
    if server.mongodb_uri is None:
        raise ServiceUnavailable(
            f"The server (process {server.pid}) is still starting.", "Try again in a moment."
        )
    return server


def mongodb_uri(settings: Settings) -> str:
    """``ONE_MONGODB_URI``, else where the running server's own MongoDB is.

    Raises:
        ServiceUnavailable: neither is there.
    """
    return settings.mongodb_uri or str(running_server(settings).mongodb_uri)
