"""What surrounds a worker: namespaces, system-call filter, mounts and limits."""
