"""The tables of this app, from its rooms."""

from graph.edges.models import CollaborationEdge
from graph.similar.models import SimilarAuthor
from graph.slices.models import GraphSlice

__all__ = ["CollaborationEdge", "GraphSlice", "SimilarAuthor"]
