"""Models that a group's plugins may use."""
