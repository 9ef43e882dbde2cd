"""What a server without external services runs and keeps under its data folder."""
