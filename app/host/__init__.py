"""What the host does for plugins while they run."""
