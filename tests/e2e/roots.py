"""Every root field, called so that whoever may call it changes nothing."""

from dataclasses import dataclass

from tests.serving import Json

ERROR = "... on UserError { code message hint }"


@dataclass(frozen=True)
class Ids:
    """What the calls name: a group and what is in it, its only owner's membership too."""

    group: str
    instance: str
    uninstalled: str
    execution: str
    connection: str
    membership: str
    passage: str


@dataclass(frozen=True)
class Root:
    """A document with one root field; ``$group``, ``$instance``, ... stand for ids."""

    field: str
    document: str

    def variables(self, ids: Ids) -> dict[str, Json]:
        """Those of the ids that the document uses."""
        return {name: value for name, value in vars(ids).items() if f"${name}:" in self.document}


def query(field: str, call: str, selection: str, *uses: str) -> Root:
    declared = ", ".join(f"${name}: ID!" for name in uses)
    head = f"query ({declared})" if declared else "query"
    return Root(field, f"{head} {{ {call} {{ {selection} }} }}")


def mutation(field: str, given: str, *uses: str) -> Root:
    declared = ", ".join(f"${name}: ID!" for name in uses)
    head = f"mutation ({declared})" if declared else "mutation"
    call = f"{field}(input: {{{given}}})" if given else field
    return Root(field, f"{head} {{ {call} {{ __typename {ERROR} }} }}")


LIST = "totalCount nodes { __typename }"
QUERIES = {
    "me": query("me", "me", "id"),
    "group by id": query("group", "group(id: $group)", "id name", "group"),
    "group by slug": query("group", 'group(slug: "demo")', "id name"),
    "a group's node": query("node", "node(id: $group)", "id", "group"),
    "an instance's node": query("node", "node(id: $instance)", "id", "instance"),
    "thing": query("thing", "thing(id: $instance)", "id name", "instance"),
    "instance": query("instance", "instance(id: $instance)", "id name", "instance"),
    "execution": query("execution", "execution(id: $execution)", "id name", "execution"),
    "nodes": query("nodes", "nodes(ids: [$instance])", "id", "instance"),
    "connections": query("connections", "connections(from: $instance)", LIST, "instance"),
    "groups": query("groups", "groups", LIST),
    "things of a group": query("things", "things(group: $group)", LIST, "group"),
    "events of a group": query("events", "events(group: $group)", LIST, "group"),
    "instances": query("instances", "instances(group: $group)", LIST, "group"),
    "executions": query("executions", "executions(group: $group)", LIST, "group"),
    "public things": query("things", "things", LIST),
    "public events": query("events", "events", LIST),
    "plugins": query("plugins", "plugins", LIST),
    "plugin": query("plugin", 'plugin(name: "@elizaos/plugin-starter")', "id"),
    "dependencyGraph of no plugin": query(
        "dependencyGraph", "dependencyGraph(plugin: $instance)", "truncated", "instance"
    ),
    "isolation": query("isolation", "isolation", "machine"),
    "publishers": query("publishers", "publishers", "keyId"),
    "searchPlugins": query("searchPlugins", 'searchPlugins(query: "hello")', "score"),
    "public knowledge": query("knowledge", "knowledge", LIST),
    "knowledge of a group": query("knowledge", "knowledge(group: $group)", LIST, "group"),
    "searchKnowledge": query(
        "searchKnowledge", 'searchKnowledge(group: $group, query: "hello")', "score", "group"
    ),
}
MUTATIONS = {
    "addKnowledge": mutation("addKnowledge", 'group: $group, text: ""', "group"),
    "labelKnowledge": mutation("labelKnowledge", "knowledge: $passage", "passage"),
    "removeKnowledge": mutation("removeKnowledge", "knowledge: $passage", "passage"),
    "createThing": mutation("createThing", 'group: $group, type: "-", name: "x"', "group"),
    "updateThing": mutation("updateThing", 'thing: $instance, name: "x"', "instance"),
    "archiveThing": mutation("archiveThing", "thing: $instance", "instance"),
    "connect": mutation(
        "connect", 'group: $group, from: $group, to: $group, type: "owns"', "group"
    ),
    "disconnect": mutation("disconnect", "connection: $connection", "connection"),
    "createGroup": mutation("createGroup", 'parent: $group, slug: "-", name: "x"', "group"),
    "createTenant": mutation("createTenant", 'slug: "-", name: "x", owner: {username: "x"}'),
    "updateGroup": mutation("updateGroup", "group: $group", "group"),
    "invitePerson": mutation("invitePerson", "group: $group, role: CUSTOMER", "group"),
    "changeRole": mutation(
        "changeRole", "membership: $membership, role: PLATFORM_OWNER", "membership"
    ),
    "removePerson": mutation("removePerson", "membership: $membership", "membership"),
    "syncRegistry": mutation("syncRegistry", ""),
    "installPlugin": mutation("installPlugin", 'group: $group, plugin: "@x/none"', "group"),
    "configurePlugin": mutation("configurePlugin", "instance: $instance, settings: 1", "instance"),
    "activatePlugin": mutation("activatePlugin", "instance: $uninstalled", "uninstalled"),
    "deactivatePlugin": mutation("deactivatePlugin", "instance: $uninstalled", "uninstalled"),
    "uninstallPlugin": mutation("uninstallPlugin", "instance: $uninstalled", "uninstalled"),
    "executeAction": mutation("executeAction", 'instance: $instance, name: "NO"', "instance"),
    "cancelExecution": mutation("cancelExecution", "execution: $execution", "execution"),
    "createExecutionToken": mutation(
        "createExecutionToken", "instance: $instance, actions: []", "instance"
    ),
    "setPluginPolicy": mutation("setPluginPolicy", "group: $group, coolDownHours: -1", "group"),
    "forgetMemory": mutation(
        "forgetMemory", "group: $group, agent: $instance", "group", "instance"
    ),
    "chooseModels": mutation("chooseModels", 'group: $group, instance: "none"', "group"),
    "trustPublisher": mutation("trustPublisher", 'name: "x", publicKey: "none"'),
    "distrustPublisher": mutation("distrustPublisher", 'publisher: "publisher_none"'),
    "revokeVersion": mutation("revokeVersion", 'plugin: "@x/none", version: "1.0.0", reason: "x"'),
    "restoreVersion": mutation("restoreVersion", 'plugin: "@x/none", version: "1.0.0"'),
}


def subscription(field: str, call: str, *uses: str) -> Root:
    declared = ", ".join(f"${name}: ID!" for name in uses)
    head = f"subscription ({declared})" if declared else "subscription"
    return Root(field, f"{head} {{ {call} {{ __typename }} }}")


SUBSCRIPTIONS = {
    "installProgress": subscription(
        "installProgress", 'installProgress(instance: $instance, after: "-")', "instance"
    ),
    "executionStatus": subscription(
        "executionStatus", 'executionStatus(execution: $execution, after: "-")', "execution"
    ),
    "events": subscription("events", 'events(group: $group, after: "-")', "group"),
    "syncProgress": subscription("syncProgress", "syncProgress"),
}
