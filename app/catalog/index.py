"""The index: which packages the catalogue lists, and where their sources are."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import orjson

from app.errors import RegistryUnavailable
from sandbox.install.package_spec import is_package_name

Names = dict[str, str]

MAX_BYTES = 4 << 20
MAX_NAMES = 20_000
_URL = re.compile(r"https?://", re.IGNORECASE)
_ADDRESS = re.compile(r"github:[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})/[\w.-]{1,100}(?:#\S{1,200})?")
_SHAPE = 'A JSON object like {"@scope/plugin-name": "github:owner/repository"} is needed.'


class NameIndex:
    """A JSON object from npm names to repositories, at a path or URL."""

    def __init__(self, location: str) -> None:
        self._location = location

    async def read(self) -> Names:
        """Every name with its repository.

        Raises:
            RegistryUnavailable: the index cannot be read, is too large, or has another shape.
        """
        try:
            if _URL.match(self._location):
                content = await self._download()
            else:
                content = await asyncio.to_thread(_load, Path(self._location))
        except (OSError, httpx.HTTPError, httpx.InvalidURL) as error:
            raise RegistryUnavailable(
                f"The index of names cannot be read: {str(error) or type(error).__name__}.",
                "Check ONE_REGISTRY_INDEX, or unset it to use the bundled index.",
            ) from error
        return parse(content)

    async def _download(self) -> bytes:
        async with (
            httpx.AsyncClient(follow_redirects=True, timeout=10) as client,
            client.stream("GET", self._location) as response,
        ):
            if not response.is_success:
                raise httpx.HTTPError(f"it answers {response.status_code}")
            return await _bounded(response.aiter_bytes())


def parse(content: bytes) -> Names:
    """The names in the text of an index.

    Raises:
        RegistryUnavailable: it has another shape; the hint shows the right one.
    """
    try:
        names = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise RegistryUnavailable(f"The index of names is no JSON: {error}.", _SHAPE) from error
    if not isinstance(names, dict) or not 1 <= len(names) <= MAX_NAMES:
        raise RegistryUnavailable(f"The index is no object of 1 to {MAX_NAMES} names.", _SHAPE)
    for name, address in names.items():
        if not is_package_name(name):
            raise RegistryUnavailable(
                f"The index lists {name[:214]!r}, which is no npm name.", _SHAPE
            )
        if not isinstance(address, str) or not _ADDRESS.fullmatch(address):
            raise RegistryUnavailable(f"The index gives {name} no GitHub repository.", _SHAPE)
    return names


def _load(path: Path) -> bytes:
    with path.open("rb") as file:
        return _checked(file.read(MAX_BYTES + 1))


async def _bounded(chunks: AsyncIterator[bytes]) -> bytes:
    content = b""
    async for chunk in chunks:
        content = _checked(content + chunk)
    return content


def _checked(content: bytes) -> bytes:
    if len(content) > MAX_BYTES:
        raise RegistryUnavailable(f"The index of names is larger than {MAX_BYTES} bytes.", _SHAPE)
    return content
