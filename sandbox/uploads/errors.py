"""How reading an upload fails."""


class UploadRefused(Exception):
    """A file that is no package; the message says why, for whoever made it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SignatureRefused(UploadRefused):
    """A package whose publisher's signature does not hold."""
