"""The permissions of an instance."""

from enum import StrEnum


class Permission(StrEnum):
    """One thing that the host does for a worker only where it was granted."""

    NETWORK_EXTERNAL = "network.external"
    STORAGE_READ = "storage.read"
    STORAGE_WRITE = "storage.write"
    SECRETS_ACCESS = "secrets.access"
    EVENTS_PUBLISH = "events.publish"
    KNOWLEDGE_QUERY = "knowledge.query"
    MEMORY_READ = "memory.read"
    MEMORY_WRITE = "memory.write"
    MODELS_USE = "models.use"
    BROWSER_USE = "browser.use"
