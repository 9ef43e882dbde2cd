"""The six dimensions: groups, people, things, connections, events, knowledge."""
