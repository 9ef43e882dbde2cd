"""Moved: kept for an importer that is being changed."""

from app.knowledge.source_repository import SourceRepository as Repository

__all__ = ["Repository"]
