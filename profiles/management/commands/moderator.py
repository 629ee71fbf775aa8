"""`manage.py moderator give EMAIL [--administrator]`, `… end EMAIL`, `… list`, `… link [--base URL]`."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from bzpeer.accounts.models import User
from profiles.moderation import demo
from profiles.moderation.models import Role
from profiles.moderation.roles import ADMINISTRATOR, MODERATOR, awake_roles, end_role, give_role

ACTOR = "manage.py moderator"


class Command(BaseCommand):
    """Gives the first roles; later ones are given at /moderation/roles/."""

    help = "Give or end the role of moderator or administrator, list them, or print the demo's log-in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        for act in ("give", "end"):
            one = acts.add_parser(act)
            one.add_argument("email")
            one.add_argument("--administrator", action="store_true", help="administrator instead of moderator")
        acts.add_parser("list")
        link = acts.add_parser("link", help="a log-in of the demo's moderator, which works once")
        link.add_argument("--base", default=settings.PUBLIC_URL, help="where the site is served")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for each thing done; exit 1 for an address nobody has."""
        getattr(self, f"_{options['act']}")(options)

    def _give(self, options: dict[str, Any]) -> None:
        account, name = _account(options["email"]), _name(options)
        role = give_role(account=account, name=name, by=ACTOR)
        self.stdout.write(f"account {account.pk} is {role.name} until {role.until:%Y-%m-%d}")
        if not awake_roles([name]).filter(account=account).exists():
            self.stdout.write("The role is asleep until the account has a passkey or a code app.")

    def _end(self, options: dict[str, Any]) -> None:
        account, name = _account(options["email"]), _name(options)
        end_role(account=account, name=name, by=ACTOR)
        self.stdout.write(f"account {account.pk} is {name} no longer")

    def _list(self, options: dict[str, Any]) -> None:
        awake = set(awake_roles().values_list("pk", flat=True))
        for role in Role.objects.order_by("name", "account_id"):
            state = "" if role.pk in awake else " (asleep or over)"
            self.stdout.write(f"account {role.account_id}: {role.name} until {role.until:%Y-%m-%d}{state}")

    def _link(self, options: dict[str, Any]) -> None:
        try:
            self.stdout.write(f"Moderator log-in: {demo.log_in_address(options['base'].rstrip('/'))}")
        except demo.NotHere as error:
            raise CommandError("Only a demo on this machine has such a log-in.") from error


def _account(email: str) -> User:
    account = User.objects.filter(email__iexact=email).first()
    if account is None:
        raise CommandError(f"nobody has an account with {email}")
    return account


def _name(options: dict[str, Any]) -> str:
    return ADMINISTRATOR if options["administrator"] else MODERATOR
