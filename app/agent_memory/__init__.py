"""What agents remember: elizaOS's database, kept as parts of the graph."""
