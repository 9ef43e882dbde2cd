"""The network around a worker: stand-in servers, and a real gateway that reaches these alone."""
