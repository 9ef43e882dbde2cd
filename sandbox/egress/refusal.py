"""Why the gateway refuses."""


class Refused(Exception):
    """Something that a worker wants is not done; ``reason`` goes to the plugin and its owner.

    ``status`` is the answer's HTTP status.
    """

    def __init__(self, reason: str, status: int = 403) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
