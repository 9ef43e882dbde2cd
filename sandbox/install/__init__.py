"""From a package of a registry to an artefact that a worker can load."""
