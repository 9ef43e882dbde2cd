"""The price list, beside the schema. One unit is about one object read.

``PRICES``: what calling a field costs, whatever it returns. Left out: 1 for a field of
objects, 0 for plain values. ``*.field`` holds for every type.

``SIZES``: how long a list is that no argument bounds, on average. Lists with ``first`` or
``ids`` need no entry, nor do the ``nodes`` and ``edges`` of connections.
"""

PRICES = {
    "*.totalCount": 10,  # a count of the whole list
    "Query.searchPlugins": 50,  # an embedding, and two searches
    "Query.searchKnowledge": 50,
    "Query.dependencyGraph": 50,  # up to three reads for each of its levels
    "Mutation.executeAction": 500,  # a process
    "Mutation.installPlugin": 500,
    "Mutation.syncRegistry": 500,
    "__Type.ofType": 0,
    "__Field.type": 0,
    "__InputValue.type": 0,
}

SIZES = {
    "Compatibility.servicesNotStarted": 3,
    "DependencyGraph.nodes": 50,
    "DependencyGraph.edges": 50,
    "DependencyGraph.conflicts": 5,
    "Person.memberships": 10,
    "Plugin.authors": 5,
    "Plugin.capabilities": 20,
    "Plugin.settings": 20,
    "PluginVersion.capabilities": 20,
    "PluginVersion.dependencies": 20,
    "PluginVersion.settings": 20,
    "PluginVersion.findings": 50,
    "Query.isolation": 3,
    "Query.publishers": 20,
    "IsolationReport.outcomes": 20,
    "PluginInstance.agents": 10,
    "PluginInstance.capabilities": 20,
    "PluginInstance.settingProblems": 5,
    "PluginMatch.passages": 5,
    "Residence.lines": 20,
    "Agent.plugins": 10,
    "ExecutionUpdate.logs": 20,
    "__Schema.types": 100,
    "__Schema.directives": 5,
    "__Directive.args": 2,
    "__Type.fields": 5,
    "__Type.inputFields": 2,
    "__Type.interfaces": 1,
    "__Type.possibleTypes": 1,
    "__Type.enumValues": 2,
    "__Field.args": 2,
}
