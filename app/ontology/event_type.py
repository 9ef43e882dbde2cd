"""The events that this server records, by their names in the ontology."""

from enum import StrEnum


class EventType(StrEnum):
    """One name for the audit trail and for subscriptions alike."""

    ENTITY_CREATED = "entity_created"
    ENTITY_UPDATED = "entity_updated"
    ENTITY_DELETED = "entity_deleted"
    ENTITY_ARCHIVED = "entity_archived"
    GROUP_CREATED = "group_created"
    USER_REGISTERED = "user_registered"
    GROUP_UPDATED = "group_updated"
    USER_INVITED_TO_GROUP = "user_invited_to_group"
    USER_JOINED_GROUP = "user_joined_group"
    USER_REMOVED_FROM_GROUP = "user_removed_from_group"
    REGISTRY_SYNCED = "registry_synced"
    REGISTRY_SYNC_FAILED = "registry_sync_failed"
    PLUGIN_DISCOVERED = "plugin_discovered"
    PLUGIN_INSTALLED = "plugin_installed"
    PLUGIN_INSTALL_FAILED = "plugin_install_failed"
    PLUGIN_CONFIGURED = "plugin_configured"
    PLUGIN_ACTIVATED = "plugin_activated"
    PLUGIN_DEACTIVATED = "plugin_deactivated"
    PLUGIN_UNINSTALLED = "plugin_uninstalled"
    PLUGIN_ACTION_EXECUTED = "plugin_action_executed"
    PLUGIN_ERROR_OCCURRED = "plugin_error_occurred"
    EXECUTION_CANCELLED = "execution_cancelled"
    PLUGIN_PERMISSIONS_CHANGED = "plugin_permissions_changed"
    PLUGIN_SECRET_SET = "plugin_secret_set"  # noqa: S105 - a name, no password
    PLUGIN_SECRET_REMOVED = "plugin_secret_removed"  # noqa: S105 - a name, no password
    PLUGIN_SECRET_USED = "plugin_secret_used"  # noqa: S105 - a name, no password
    PLUGIN_REFUSED = "plugin_refused"
    PLUGIN_EVENT_PUBLISHED = "plugin_event_published"
    AGENT_STEP = "agent_step"
    AGENT_MESSAGE_RECEIVED = "agent_message_received"
    PLUGIN_VERSION_REVOKED = "plugin_version_revoked"
    PLUGIN_VERSION_RESTORED = "plugin_version_restored"
    PLUGIN_VERSION_UPLOADED = "plugin_version_uploaded"
    PUBLISHER_TRUSTED = "publisher_trusted"
    PUBLISHER_DISTRUSTED = "publisher_distrusted"


RIGHTS_EVENTS = frozenset(
    {EventType.USER_JOINED_GROUP, EventType.USER_REMOVED_FROM_GROUP, EventType.GROUP_UPDATED}
)
"""After these, the person in ``metadata["person"]`` may do other things in the event's group.

GROUP_UPDATED without a person is about the group's own fields.
"""
