"""Plugins that come from no registry, and the publishers who sign them."""
