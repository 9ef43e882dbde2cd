"""What each command of ``one-graph`` does."""
