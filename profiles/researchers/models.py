"""What an owner adds to an author after an accepted claim."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class Researcher(models.Model):
    """The owner's side of an author; absent while the author is unclaimed."""

    class Invites(models.TextChoices):
        """Who may invite, while the record is open at all."""

        HOLDERS = "holders"
        COLLABORATORS = "collaborators"

    author = models.OneToOneField("works.Author", models.CASCADE, related_name="researcher")
    account = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="researcher")
    # 0 to 4, computed from the proofs (`profiles/claims/levels.py`), with what it rests on.
    level = models.PositiveSmallIntegerField(default=2)
    level_until = models.DateTimeField(null=True, blank=True)
    # `[{"kind": "mail", "authority": "mila.quebec", "gives": 3, "on": "2026-03-02", "until": …}, …]`, put into words
    # by `profiles/trust/proofs.py`; `authority` is empty for moderators and vouchers, whom no page names.
    proofs = models.JSONField(default=list)
    bio = models.TextField(blank=True)
    pronouns = models.CharField(max_length=40, blank=True)
    photo = models.CharField(max_length=100, blank=True)
    links = models.JSONField(default=list)
    institution = models.ForeignKey("works.Institution", models.SET_NULL, null=True, blank=True, related_name="+")
    is_open = models.BooleanField(default=True)
    invites = models.CharField(max_length=13, choices=Invites, default=Invites.HOLDERS, db_default=Invites.HOLDERS)
    # Openness has to be said again after a year.
    open_until = models.DateTimeField(null=True, blank=True)
    hides_score = models.BooleanField(default=False)
    # Neither in the sitemap nor, if engines do as they are told, in what they list.
    hides_from_engines = models.BooleanField(default=False, db_default=False)
    # Names of fields that only the holder sees.
    hidden_fields = ArrayField(models.CharField(max_length=20), default=list)
    former_names = ArrayField(models.CharField(max_length=300), default=list)
    version = models.PositiveIntegerField(default=1)
    since = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"researcher of author {self.author_id}"


class WorkChoice(models.Model):
    """What a holder says about one of their works: featured in this place, hidden, or not theirs."""

    class Kind(models.TextChoices):
        FEATURED = "featured"
        HIDDEN = "hidden"

    researcher = models.ForeignKey(Researcher, models.CASCADE, related_name="choices")
    work = models.ForeignKey("works.Work", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["researcher", "work"], name="work_choice_once")]

    def __str__(self) -> str:
        return f"{self.kind}: work {self.work_id}"
