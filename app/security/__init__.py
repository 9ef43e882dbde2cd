"""What may not run, and what was found in plugins."""
