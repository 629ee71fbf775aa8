"""What the lower apps tell this one, inside their transactions."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_removed
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.signals import social_account_removed
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.http import HttpRequest

from bzpeer.accounts.models import User
from bzpeer.accounts.signals import address_bounced, second_factor_ends
from bzpeer.db.signals import swept
from graph.signals import held_author_asked
from profiles.claims import carrying, levels, sweeping
from profiles.conversations import services as conversations, unread
from profiles.curation.collections import services as collections
from profiles.curation.discussion import services as discussion
from profiles.curation.marks import intents as mark_intents, services as marks
from profiles.curation.reviews import services as reviews
from profiles.erasures import services as erasures
from profiles.follows import intents, services as follows
from profiles.imports import services as imports
from profiles.invitations import coauthors, services as invitations, sweeping as invitation_sweeping
from profiles.joining import services as joining
from profiles.moderation import carrying as moderation, correcting, journal_hash, overdue, roles
from profiles.news import by_mail, fan_out
from profiles.notices import bounced, mailing, services as notices
from profiles.privacy import deletion, export
from profiles.recompute import queueing
from profiles.researchers import services as researchers
from works.models import Author, Correction, ImportRun
from works.record.signals import (
    authors_emptied,
    authors_erased,
    authors_given_back,
    authors_merged,
    authors_split,
    corrections_agreed,
    institutions_merged,
    works_merged,
    works_recorded,
)


@receiver(works_recorded)
def queue_recompute(run: ImportRun | None = None, **_: Any) -> None:
    """Marks were left: somebody has to take them; and an import may have brought news."""
    queueing.wake()
    fan_out.note(run)


@receiver(swept)
def queue_what_waits(**_: Any) -> None:
    """Marks wait longer than they should."""
    queueing.wake_if_waiting()
    queueing.weigh_if_waiting()


@receiver(swept)
def keep_promises_about_data(**_: Any) -> None:
    """Accounts whose fourteen days are over go, and copies whose seven days are."""
    deletion.delete_due()
    export.delete_old()


@receiver(swept)
def see_to_claims(**_: Any) -> None:
    """Drafts and questions run out, reminders are due."""
    sweeping.sweep()


@receiver(swept)
def see_to_invitations(**_: Any) -> None:
    """Invitations run out or remind once; who has something to read is told; old conversations go."""
    invitation_sweeping.sweep()
    unread.tell()
    conversations.forget()


@receiver(swept)
def watch_the_desk(**_: Any) -> None:
    """Cases run late, or nobody may decide them; once a day the journal's newest hash leaves the site."""
    overdue.watch()
    journal_hash.tell_once_a_day()


@receiver(swept)
def mail_what_is_due(**_: Any) -> None:
    """Digests come when their time has come."""
    mailing.wake_if_due()
    by_mail.wake_if_due()


@receiver(swept)
def tell_followers(**_: Any) -> None:
    """Works have their authors by now: who follows them hears of it."""
    fan_out.wake_if_waiting()


@receiver(swept)
def throw_away_old_previews(**_: Any) -> None:
    """Nobody started what they looked at a week ago."""
    imports.discard_old()


@receiver(swept)
def let_levels_run_out(**_: Any) -> None:
    """Verification levels end with their time."""
    levels.expire()


@receiver(email_removed)
def lose_mail_proofs(user: User, email_address: EmailAddress, **_: Any) -> None:
    """What rests on an address goes with it."""
    levels.lapse_mail(account=user, removed=email_address.email)


@receiver(address_bounced)
def tell_of_bounces(addresses: Sequence[str], **_: Any) -> None:
    """Whose mail does not arrive is told on the site; who has no account gets no more."""
    bounced.tell_owners(addresses)
    by_mail.forget(addresses)


@receiver(social_account_removed)
def lose_sign_in_proofs(socialaccount: SocialAccount, **_: Any) -> None:
    """What rests on an ORCID sign-in goes with it."""
    levels.lapse_orcid(account=socialaccount.user, removed=socialaccount.uid)


@receiver(second_factor_ends)
def keep_the_factor_of_a_role(account: User, **_: Any) -> bool:
    """Who moderates or administers keeps a second factor while the role lasts."""
    return roles.has_role(account)


@receiver(authors_merged)
def carry_over(moves: Mapping[int, int], **_: Any) -> None:
    """What people said about a record goes along to the one that took it over."""
    follows.carry_over(moves=moves)
    fan_out.carry_over(kind="author", moves=moves)
    coauthors.carry_over(moves=moves)
    researchers.carry_over(moves=moves)
    carrying.carry_over(moves=moves)
    moderation.carry_over(moves=moves)
    erasures.carry_over(moves=moves)
    follows.count_again(authors=moves.values())


@receiver(authors_split)
def stay_with_the_holder(*, author: Author, new: Author, is_swapped: bool, **_: Any) -> None:
    """Who holds a record keeps their works, whichever part keeps the address."""
    if is_swapped:
        researchers.go_along(author=author, new=new)
        moderation.go_along(author=author, new=new)
        follows.go_along(author=author, new=new)
        fan_out.go_along(author=author, new=new)


@receiver(authors_given_back)
def count_what_came_back(authors: Collection[int], **_: Any) -> None:
    """Follows are where they were, with those that came since."""
    follows.count_again(authors=authors)


@receiver(authors_erased)
def forget_the_erased(author_ids: list[int], **_: Any) -> None:
    """What people said about a record goes with it."""
    erasures.forget(author_ids=author_ids)
    notices.forget_authors(author_ids)


@receiver(corrections_agreed)
def tell_holders_of_agreement(corrected: list[Correction], **_: Any) -> None:
    """The source has the value now that people had set."""
    correcting.agreed(corrected=corrected)


@receiver(held_author_asked)
def say_whose_record(account: User, **_: Any) -> Author | None:
    """Somebody looks at how they are connected."""
    return Author.objects.filter(researcher__account=account).first()


@receiver(authors_emptied)
def keep_who_matters(ids: Sequence[int], **_: Any) -> set[int]:
    """A record without works stays while somebody holds, claims, follows or disputes it."""
    return researchers.attached_to(ids)


@receiver(works_merged)
def move_what_is_about_works(moves: Mapping[int, int], **_: Any) -> None:
    """A work turned out to be another: choices, vouches and suggestions about it are about that one."""
    researchers.move_works(moves)
    carrying.move_works(moves)
    joining.move_works(moves)
    invitations.move_works(moves)
    marks.move_works(moves)
    collections.move_works(moves)
    reviews.move_works(moves)


@receiver(institutions_merged)
def move_what_is_about_institutions(moves: Mapping[int, int], **_: Any) -> None:
    """Who chose or follows an institution that was withdrawn is at the one that came after it."""
    researchers.move_institutions(moves)
    follows.carry_institutions(moves=moves)
    fan_out.carry_over(kind="institution", moves=moves)


@receiver(user_logged_in)
def follow_as_meant(request: HttpRequest, user: User, **_: Any) -> None:
    """Who pressed Follow, or Like, and had to log in first has done it when they come back."""
    intents.carry_out(request, account=user)
    mark_intents.carry_out(request, account=user)


@receiver(pre_delete, sender=User)
def end_open_invitations(instance: User, **_: Any) -> None:
    """An account goes: what it asked, or was asked, ends; the other side keeps its copy, without the name."""
    invitations.forget(account=instance)


@receiver(pre_delete, sender=User)
def forget_follows(instance: User, **_: Any) -> None:
    """An account goes, in this transaction: what is counted goes first, with its counts, and its words."""
    follows.forget(account=instance)
    marks.forget(account=instance)
    discussion.forget(account=instance)
