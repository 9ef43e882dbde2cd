"""What keeps a worker from having a browser."""


class BrowserUnavailable(Exception):
    """A worker has no browser; the message says why, and what mends it."""
