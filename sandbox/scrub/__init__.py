"""Taking the values of secrets out of whatever leaves a worker."""
