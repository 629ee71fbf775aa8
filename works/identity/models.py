"""What people said about who wrote what; every later import and clustering obeys it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class PrivateName(models.Model):
    """A former name of somebody who holds a record, exactly as printed: for finding their works, shown nowhere."""

    author = models.ForeignKey("works.Author", models.CASCADE, related_name="+")
    name = models.CharField(max_length=300)
    block = models.CharField(max_length=120, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "name"], name="private_name_once")]

    def __str__(self) -> str:
        # Not even in a log.
        return f"a private name of author {self.author_id}"


class NotMine(models.Model):
    """A person's word that this place on this byline is not this author: the two never meet again by machine."""

    author = models.ForeignKey("works.Author", models.CASCADE, related_name="not_mine")
    work = models.ForeignKey("works.Work", models.CASCADE, related_name="+")
    # As printed: a byline may be rewritten by a later version.
    name = models.CharField(max_length=300)
    said_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "work", "name"], name="not_mine_once")]

    def __str__(self) -> str:
        return f"work {self.work_id} is not author {self.author_id}'s"


class Mine(models.Model):
    """A person's word that this place on this byline is this author: no machine takes it away again."""

    author = models.ForeignKey("works.Author", models.CASCADE, related_name="mine")
    # One word a work, and the later one counts: nobody stands twice on one byline.
    work = models.ForeignKey("works.Work", models.CASCADE, related_name="+")
    name = models.CharField(max_length=300)
    # Said by claiming the record, and unsaid when the claim ends.
    by_claim = models.BooleanField(default=False, db_default=False)
    said_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "work"], name="mine_once"),
            models.UniqueConstraint(fields=["work", "name"], name="mine_one_author"),
        ]

    def __str__(self) -> str:
        return f"work {self.work_id} is author {self.author_id}'s"


class AuthorChange(models.Model):
    """A person's decision that two records are one, or that one is two, with everything needed to take it back.

    Ids are plain numbers: the row of a record that went into another is gone until the change is undone.
    """

    class Kind(models.TextChoices):
        MERGE = "merge"
        SPLIT = "split"

    kind = models.CharField(max_length=5, choices=Kind)
    # The record that stayed, and the one that went into it or came out of it.
    kept_id = models.BigIntegerField()
    other_id = models.BigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField(db_default=Now())
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    # `{"author": row, "works": [id, …], "rows": …}`: the record that went, where its places stood, and what else
    # moved (`works/identity/rows.py`).
    moved = models.JSONField(default=dict)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(kept_id=F("other_id")), name="author_change_of_two")]
        indexes = [
            models.Index(fields=["kept_id"], name="author_change_kept_idx"),
            models.Index(fields=["other_id"], name="author_change_other_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.kept_id}, {self.other_id}"


class UnweighedBlock(models.Model):
    """A block that was put together anew by the careful rule and waits for the model (`weighing`)."""

    block = models.CharField(max_length=120, primary_key=True)

    def __str__(self) -> str:
        return self.block


class ModelLink(models.Model):
    """Two works whose places in this block are one person's, as sure as the model can be: the next settling joins them.

    Works, not places: those get new numbers when a byline is written anew.
    """

    block = models.CharField(max_length=120)
    one = models.BigIntegerField()
    other = models.BigIntegerField()
    version = models.CharField(max_length=20)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["block", "one", "other"], name="model_link_once")]

    def __str__(self) -> str:
        return f"{self.block}: works {self.one}, {self.other}"


class PlaceReason(models.Model):
    """Why a place on a byline is its author's: the nearest other place of that author, and what the two share.

    Computed from the record, so nothing here refers to it by a constraint. Alone in a record there is no row.
    """

    class Actor(models.TextChoices):
        PERSON = "person"
        RULE = "rule"
        MODEL = "model"

    authorship = models.BigIntegerField(primary_key=True)
    author = models.BigIntegerField()
    block = models.CharField(max_length=120, db_index=True)
    # Empty where only a person's word holds it.
    nearest = models.BigIntegerField(null=True)
    probability = models.FloatField()
    # `[[kind, detail, addend], …]`, the strongest first.
    addends = models.JSONField(default=list)
    actor = models.CharField(max_length=6, choices=Actor)
    version = models.CharField(max_length=20)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["author", "probability"], name="place_reason_weakest_idx")]

    def __str__(self) -> str:
        return f"place {self.authorship} of author {self.author}"


class LikelyPair(models.Model):
    """Two records that the model finds likely to be one person's: for moderators, who decide."""

    class Verdict(models.TextChoices):
        CASE = "case"
        TWO = "two people"

    one = models.ForeignKey("works.Author", models.CASCADE, related_name="+")
    other = models.ForeignKey("works.Author", models.CASCADE, related_name="+")
    block = models.CharField(max_length=120, db_index=True)
    probability = models.FloatField()
    addends = models.JSONField(default=list)
    version = models.CharField(max_length=20)
    found_at = models.DateTimeField(db_default=Now())
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    # The words (`NotMine`) that came of `two people`, to be taken back with it.
    words = ArrayField(models.BigIntegerField(), default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="likely_pair_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="likely_pair_in_order"),
        ]
        indexes = [models.Index(fields=["-probability", "id"], condition=Q(verdict=""), name="likely_pair_queue_idx")]

    def __str__(self) -> str:
        return f"authors {self.one_id}, {self.other_id}"
