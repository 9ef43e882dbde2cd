"""Reading what the npm registry knows."""
