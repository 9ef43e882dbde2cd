"""The only way from a worker to the network: a gateway that judges and counts each request."""
