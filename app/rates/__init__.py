"""How often something may be done, counted for all servers together."""
