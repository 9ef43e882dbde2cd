"""The workers that are alive."""
