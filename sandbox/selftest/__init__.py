"""Whether isolation holds on this machine, and what it lacks."""
