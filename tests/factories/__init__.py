"""Factories for the tests of every app."""

from tests.factories.works import AuthorFactory, AuthorshipFactory, InstitutionFactory, TopicFactory, WorkFactory

__all__ = ["AuthorFactory", "AuthorshipFactory", "InstitutionFactory", "TopicFactory", "WorkFactory"]
