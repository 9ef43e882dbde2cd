"""The events that this server records, by their names in the ontology."""

from enum import StrEnum


class EventType(StrEnum):
    """One name for the audit trail and for subscriptions alike."""

    ENTITY_UPDATED = "entity_updated"
    GROUP_CREATED = "group_created"
    REGISTRY_SYNCED = "registry_synced"
    REGISTRY_SYNC_FAILED = "registry_sync_failed"
    PLUGIN_DISCOVERED = "plugin_discovered"
    PLUGIN_UPDATED = "plugin_updated"
    PLUGIN_INSTALLED = "plugin_installed"
    PLUGIN_INSTALL_FAILED = "plugin_install_failed"
    PLUGIN_CONFIGURED = "plugin_configured"
    PLUGIN_ACTIVATED = "plugin_activated"
    PLUGIN_DEACTIVATED = "plugin_deactivated"
    PLUGIN_UNINSTALLED = "plugin_uninstalled"
    PLUGIN_ACTION_EXECUTED = "plugin_action_executed"
    PLUGIN_ERROR_OCCURRED = "plugin_error_occurred"
    EXECUTION_CANCELLED = "execution_cancelled"
