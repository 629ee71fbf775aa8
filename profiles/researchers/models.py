"""What an owner adds to an author after an accepted claim."""

from django.conf import settings
from django.db import models


class Researcher(models.Model):
    """The owner's side of an author; absent while the author is unclaimed."""

    author = models.OneToOneField("works.Author", models.CASCADE, related_name="researcher")
    account = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="researcher")
    bio = models.TextField(blank=True)
    is_open = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"researcher of author {self.author_id}"
