"""What a worker may do beyond computing, as its owner granted it."""
