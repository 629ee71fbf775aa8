"""The account: a way to log in, nothing else. Who somebody is stands in profiles."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes accounts from an e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new account; without a password nobody can log in with one. Raises ValueError without an address."""
        if not email:
            raise ValueError("an account needs an e-mail address")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An account with every right in Django's admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """An account, known by its e-mail address."""

    email = models.EmailField(_("e-mail address"), unique=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return f"account {self.pk}"


class Leaving(models.Model):
    """The wish to delete an account; until `due_at` a log-in can take it back."""

    account = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="leaving")
    asked_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="leaving_due_idx")]

    def __str__(self) -> str:
        return f"account {self.account_id} leaves"


class DataExport(models.Model):
    """A copy of everything held about an account, asked for by its owner and made by a worker."""

    account = models.ForeignKey(User, models.CASCADE, related_name="exports")
    # Its name in the media store: random, fixed before the work begins, so that a second try replaces the first.
    name = models.CharField(max_length=60, unique=True)
    asked_at = models.DateTimeField(db_default=Now())
    ready_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["until"], name="export_until_idx")]

    def __str__(self) -> str:
        return f"export {self.pk} of account {self.account_id}"


class Attempt(models.Model):
    """Something that may be done so often only, done once; `who` is a keyed hash. Deleted after a day."""

    act = models.CharField(max_length=30)
    who = models.CharField(max_length=32)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["act", "who", "at"], name="attempt_who_idx"),
            # What the sweep deletes.
            models.Index(fields=["at"], name="attempt_at_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.pk}"


class Bounce(models.Model):
    """An address, as a keyed hash, to which nothing goes: mail there came back for good."""

    who = models.CharField(max_length=32, primary_key=True)
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.who


class Letter(models.Model):
    """A mail that waits to be sent; gone once it is. One that could not be sent for three days stays for a month."""

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    # Message-ID among them: a letter that is sent twice is one letter to its reader.
    headers = models.JSONField(default=dict)
    # A mail server was about to get it, and whether it did was not heard yet.
    handed_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(db_default=Now())
    tries = models.PositiveSmallIntegerField(default=0)
    # When it is queued again, if it is still here.
    next_at = models.DateTimeField()
    given_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            # What the sweep sends again.
            models.Index(fields=["next_at"], name="letter_next_idx", condition=Q(given_up_at__isnull=True)),
            # What an account is told of.
            models.Index(fields=["to"], name="letter_lost_idx", condition=Q(given_up_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"
