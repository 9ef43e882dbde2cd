"""The root of all mutations; each is a file of its own."""

from strawberry.tools import create_type

from resolvers.activate_plugin import activate_plugin
from resolvers.add_knowledge import add_knowledge
from resolvers.archive_thing import archive_thing
from resolvers.cancel_execution import cancel_execution
from resolvers.change_role import change_role
from resolvers.choose_models import choose_models
from resolvers.configure_plugin import configure_plugin
from resolvers.connect import connect
from resolvers.create_execution_token import create_execution_token
from resolvers.create_group import create_group
from resolvers.create_tenant import create_tenant
from resolvers.create_thing import create_thing
from resolvers.deactivate_plugin import deactivate_plugin
from resolvers.disconnect import disconnect
from resolvers.distrust_publisher import distrust_publisher
from resolvers.execute_action import execute_action
from resolvers.forget_memory import forget_memory
from resolvers.install_plugin import install_plugin
from resolvers.invite_person import invite_person
from resolvers.label_knowledge import label_knowledge
from resolvers.remove_knowledge import remove_knowledge
from resolvers.remove_person import remove_person
from resolvers.restore_version import restore_version
from resolvers.revoke_version import revoke_version
from resolvers.set_plugin_policy import set_plugin_policy
from resolvers.sync_registry import sync_registry
from resolvers.trust_publisher import trust_publisher
from resolvers.uninstall_plugin import uninstall_plugin
from resolvers.update_group import update_group
from resolvers.update_thing import update_thing

_FIELDS = [
    create_thing,
    update_thing,
    archive_thing,
    connect,
    disconnect,
    create_group,
    create_tenant,
    update_group,
    invite_person,
    change_role,
    remove_person,
    add_knowledge,
    label_knowledge,
    remove_knowledge,
    forget_memory,
    sync_registry,
    restore_version,
    revoke_version,
    set_plugin_policy,
    choose_models,
    trust_publisher,
    distrust_publisher,
    install_plugin,
    configure_plugin,
    activate_plugin,
    deactivate_plugin,
    uninstall_plugin,
    execute_action,
    cancel_execution,
    create_execution_token,
]

Mutation: type = create_type(
    "Mutation",
    _FIELDS,
    description="What can be changed. Each answers with its payload or with typed errors, once "
    "the change is safe.",
)
