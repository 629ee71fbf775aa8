"""Records that can be claimed, and people who claim them. Fictional people only."""

from datetime import date
from itertools import count

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import connection

from bzpeer.accounts.models import User
from profiles.claims import services
from profiles.claims.evidence import mail, orcid, statement
from profiles.claims.models import Claim
from tests.factories.profiles import make_account, make_author, make_edge, make_researcher, make_works
from tests.factories.works import InstitutionFactory
from works.models import Author, Authorship, AuthorshipInstitution, Institution, InstitutionIdentifier
from works.record.names import block_of

NUMBERS = count(1)
IDS = ("0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X")


def make_institution(domain: str = "engines.example.edu", **fields) -> Institution:
    """An institution with a domain that ROR gives for it."""
    made = InstitutionFactory(**fields)
    InstitutionIdentifier.objects.create(institution=made, scheme="domain", value=domain)
    return made


def make_record(
    name: str = "Ada Lovelace", *, works: int = 2, institution: Institution | None = None, orcid: str = "", **fields
) -> Author:
    """An author with works, printed with the institution and the iD if they are given."""
    author = make_author(name, **fields)
    make_works(author, works, first_on=date(2023, 5, 1))
    Authorship.objects.filter(author=author).update(block=block_of(name))
    for authorship in Authorship.objects.filter(author=author):
        if institution:
            AuthorshipInstitution.objects.create(authorship=authorship, institution=institution)
        if orcid:
            authorship.identifiers = [f"orcid:{orcid}"]
            authorship.save()
    return author


def make_person(*addresses: str, orcid: str = "", name: str = "") -> User:
    """An account with these confirmed addresses, signed in at ORCID if an iD is given."""
    account = make_account(f"someone{next(NUMBERS)}@mail.example.net")
    for address in addresses:
        EmailAddress.objects.create(user=account, email=address, verified=True)
    if orcid:
        SocialAccount.objects.create(user=account, provider="orcid", uid=orcid, extra_data={"name": name})
    return account


def draft(author: Author, account: User) -> Claim:
    """A draft without evidence."""
    return services.start(author=author, account=account)


def bring_mail(claim: Claim, address: str):
    return services.add_evidence(claim=claim, by=claim.account, kind="mail", fact=mail.fact_of(address))


def bring_orcid(claim: Claim):
    fact = orcid.fact_of(orcid.id_of(claim.account))
    return services.add_evidence(claim=claim, by=claim.account, kind="orcid", fact=fact)


def bring_statement(claim: Claim, text: str = "I built the engine."):
    return services.add_evidence(claim=claim, by=claim.account, kind="statement", fact=statement.fact_of(text))


def stated(author: Author, account: User | None = None) -> Claim:
    """A claim that was sent with a statement alone: for the desk."""
    claim = draft(author, account or make_person())
    bring_statement(claim)
    return services.submit(claim=claim, by=claim.account)


def proven(author: Author, account: User, address: str) -> Claim:
    """A claim that was sent with an institutional address."""
    claim = draft(author, account)
    bring_mail(claim, address)
    return services.submit(claim=claim, by=account)


def make_collaborator(author: Author, name: str, institution: Institution, *, level: int = 3) -> User:
    """Who holds the record of a close collaborator at this level, with one shared work; the account."""
    other = make_record(name, institution=institution)
    other.institution = institution
    other.save()
    work = make_works(author, 1, others=[other])[0]
    make_edge(author, other)
    researcher = make_researcher(other, level=level)
    researcher.account.shared_work = work
    other.institution = institution
    other.save()
    return researcher.account


def age(claim: Claim, **columns: str) -> None:
    """Say that these columns were set so long ago, by the clock of the database."""
    with connection.cursor() as cursor:
        for column, how_long in columns.items():
            statement = f"UPDATE profiles_claim SET {column} = {column} - %s::interval WHERE id = %s"
            cursor.execute(statement, [how_long, claim.pk])
    claim.refresh_from_db()
