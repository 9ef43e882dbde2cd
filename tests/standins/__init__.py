"""Remote services on loopback, which judge what they are sent."""
