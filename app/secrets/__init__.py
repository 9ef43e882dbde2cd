"""Secrets of instances: encrypted where they lie, handed out to workers alone."""
