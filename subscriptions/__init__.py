"""Live fields, and the transports that carry every operation."""
