"""What a role may do."""

from enum import StrEnum

from app.ontology.role import Role


class Permission(StrEnum):
    """One kind of access, named as people are told of it."""

    READ_GROUP = "see the group and its members"
    READ_DATA = "see the group's things, executions and events"
    EXECUTE = "execute the group's plugins"
    MANAGE_PLUGINS = "install, configure and remove the group's plugins"
    MANAGE_DATA = "change the group's things, connections and knowledge"
    MANAGE_GROUP = "change the group, its people and their roles, and create groups within it"
    CREATE_TENANT = "create a group that is part of no other"
    REVOKE_VERSIONS = "withdraw versions of plugins from everybody"
    UPLOAD_PLUGINS = "upload plugins into the catalogue, and say whose signatures count"
    SYNC_CATALOGUE = "read the registry into the catalogue"


_USER = frozenset({Permission.READ_GROUP, Permission.READ_DATA, Permission.EXECUTE})
GRANTS: dict[Role, frozenset[Permission]] = {
    Role.PLATFORM_OWNER: frozenset(
        {
            Permission.SYNC_CATALOGUE,
            Permission.CREATE_TENANT,
            Permission.REVOKE_VERSIONS,
            Permission.UPLOAD_PLUGINS,
        }
    ),
    Role.ORG_OWNER: _USER
    | {Permission.MANAGE_PLUGINS, Permission.MANAGE_DATA, Permission.MANAGE_GROUP},
    Role.ORG_USER: _USER,
    Role.CUSTOMER: frozenset({Permission.READ_GROUP}),
}
