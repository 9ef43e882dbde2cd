"""Live updates: the subscription fields."""
