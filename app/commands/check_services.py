"""Checks of what the server needs beside itself: MongoDB, its data folder, the registry."""

import os

from app.commands.check_machine import existing, output_of
from app.database import Database
from app.embedded.binary import mongod_path
from app.embedded.lock import read_running
from app.embedded.mongod_log import mend
from app.errors import InvalidSetting, OneGraphError
from app.settings import Settings
from sandbox.node_runtime import NODE_SOURCES, node_binary
from sandbox.selftest.survey import Finding

KNOWN_PACKAGE = "@elizaos/core"


async def check_mongodb(settings: Settings) -> Finding:
    """The set MongoDB answers, or the packaged one can be run."""
    if settings.mongodb_uri:
        return await _check_remote(settings.mongodb_uri, settings.mongodb_database)
    try:
        ok, printed = await output_of(mongod_path(), "--version")
    except OneGraphError as error:
        return Finding("MongoDB", ok=False, detail=error.message, remedy=error.hint)
    return Finding("MongoDB", ok, f"embedded, {printed.splitlines()[0]}", mend(printed))


def check_data_dir(settings: Settings) -> Finding:
    """The data folder can be written, or says who uses it now."""
    path = settings.data_dir
    try:
        running = read_running(path)
    except InvalidSetting as error:
        return Finding("Data folder", ok=False, detail=error.message, remedy=error.hint)
    if running:
        return Finding("Data folder", ok=True, detail=f"{path}, in use by process {running.pid}")
    folder = existing(path)
    ok = folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)
    detail = str(path) if ok else f"{folder} cannot be written to"
    return Finding("Data folder", ok, detail, "Set ONE_DATA_DIR to a folder that you may write to.")


async def check_registry() -> Finding:
    """The registry that npm is configured with answers."""
    node = node_binary()
    npm = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    quiet = (node, npm, "--loglevel=error", "--fetch-retries=0")
    _, address = await output_of(*quiet, "config", "get", "registry", cwd=NODE_SOURCES)
    ok, printed = await output_of(*quiet, "view", KNOWN_PACKAGE, "version", cwd=NODE_SOURCES)
    detail = address if ok else f"{address}: {printed.splitlines()[0] if printed else 'no answer'}"
    return Finding("npm registry", ok, detail, "npm config set registry URL (or mend the network)")


async def _check_remote(uri: str, name: str) -> Finding:
    database = Database(uri, name)
    try:
        await database.open([])
        await database.ping()
    except OneGraphError as error:
        return Finding("MongoDB", ok=False, detail=error.message, remedy=error.hint)
    finally:
        await database.close()
    return Finding("MongoDB", ok=True, detail="ONE_MONGODB_URI answers")
