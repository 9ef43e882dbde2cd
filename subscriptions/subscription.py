"""The root of all subscriptions."""

from strawberry.tools import create_type

from subscriptions.events import events
from subscriptions.execution_status import execution_status
from subscriptions.install_progress import install_progress
from subscriptions.sync_progress import sync_progress

Subscription: type = create_type(
    "Subscription",
    [install_progress, execution_status, events, sync_progress],
    description="What can be followed, over `graphql-transport-ws` and server-sent events. Hand "
    "the last cursor to `after`, and nothing is missed or repeated.",
)
