"""A plugin of our own, uploaded to a server."""

import json

import httpx

from tests.sandbox.local_registry import packed
from tests.serving import ServerProcess


async def upload_plugin(server: ServerProcess, name: str, code: str) -> None:
    """Put a plugin of one module into the catalogue."""
    manifest = {"name": name, "version": "1.0.0", "type": "module", "main": "index.js"}
    content = packed({"package.json": json.dumps(manifest), "index.js": code})
    headers = {"authorization": f"Bearer {await server.token('platform_owner', None)}"}
    async with httpx.AsyncClient() as client:
        answer = await client.post(f"{server.url}/uploads", content=content, headers=headers)
    assert answer.status_code == 201, answer.text
