"""The tables of the public record."""

from works.record.models.author import Author, AuthorName, AuthorRedirect
from works.record.models.figures import InstitutionFigures, TopicFigures
from works.record.models.identifier import AuthorIdentifier, InstitutionIdentifier, WorkIdentifier
from works.record.models.institution import (
    Institution,
    InstitutionName,
    InstitutionRedirect,
    InstitutionRelation,
)
from works.record.models.provenance import MarkKind, SiteFigure, SourceRecord, StaleBlock, StaleMark
from works.record.models.topic import Topic, WorkTopic
from works.record.models.work import Authorship, AuthorshipInstitution, Version, Work, WorkKind, WorkRedirect

__all__ = [
    "Author",
    "AuthorIdentifier",
    "AuthorName",
    "AuthorRedirect",
    "Authorship",
    "AuthorshipInstitution",
    "Institution",
    "InstitutionFigures",
    "InstitutionIdentifier",
    "InstitutionName",
    "InstitutionRedirect",
    "InstitutionRelation",
    "MarkKind",
    "SiteFigure",
    "SourceRecord",
    "StaleBlock",
    "StaleMark",
    "Topic",
    "TopicFigures",
    "Version",
    "Work",
    "WorkIdentifier",
    "WorkKind",
    "WorkRedirect",
    "WorkTopic",
]
