"""The root of all mutations; each is a file of its own."""

from strawberry.tools import create_type

from resolvers.activate_plugin import activate_plugin
from resolvers.cancel_execution import cancel_execution
from resolvers.configure_plugin import configure_plugin
from resolvers.deactivate_plugin import deactivate_plugin
from resolvers.execute_action import execute_action
from resolvers.install_plugin import install_plugin
from resolvers.sync_registry import sync_registry
from resolvers.uninstall_plugin import uninstall_plugin

_FIELDS = [
    sync_registry,
    install_plugin,
    configure_plugin,
    activate_plugin,
    deactivate_plugin,
    uninstall_plugin,
    execute_action,
    cancel_execution,
]

Mutation: type = create_type(
    "Mutation",
    _FIELDS,
    description="What can be changed. Each answers with its payload or with typed errors, once "
    "the change is safe.",
)
