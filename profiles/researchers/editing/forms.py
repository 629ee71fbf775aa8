"""What a holder may say, a question a page."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from bzpeer.web.templatetags.bz import grouped
from profiles.claims import clock
from profiles.researchers.editing.text import is_web_address, lines_of, one_line, says_something, written
from profiles.researchers.models import Researcher
from profiles.researchers.services import OPEN_FOR
from works.models import Institution

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

BIO_LENGTH = 2_000
PRONOUNS_LENGTH = 40
LINKS = 10
FORMER_NAMES = 20
NAME_LENGTH = 300
AREA: dict[str, Any] = {"rows": 8}
YES, SOME, NO = "yes", "collaborators", "no"


class PartForm(forms.Form):
    """One part of a holder's page: `stands` reads it from the record, `values` are the columns to write.

    `waits` is a part that opens after the half-open week.
    """

    title: ClassVar["str | StrPromise"]
    waits: ClassVar[bool] = False

    def __init__(self, data: Any = None, *, researcher: Researcher) -> None:
        self.researcher = researcher
        super().__init__(data, initial=self.stands(researcher))

    def stands(self, researcher: Researcher) -> dict[str, Any]:
        """The part as it stands, by field."""
        raise NotImplementedError

    def values(self) -> Mapping[str, Any]:
        """The part as it was typed, by column of the record; once the form is valid."""
        return self.cleaned_data

    def in_words(self, researcher: Researcher) -> str:
        """The part as it stands, to be read."""
        return ", ".join(str(value) for value in self.stands(researcher).values() if value)


class BioForm(PartForm):
    """What stands under the name."""

    title = gettext_lazy("Bio")
    bio = forms.CharField(
        label=gettext_lazy("Bio"),
        help_text=gettext_lazy("Plain text, up to 2,000 characters. Leave it empty to have none."),
        widget=forms.Textarea(attrs=AREA),
        required=False,
        strip=False,
    )

    def stands(self, researcher: Researcher) -> dict[str, Any]:
        """The bio."""
        return {"bio": researcher.bio}

    def clean_bio(self) -> str:
        """Raises ValidationError for a text too long, or with nothing in it to see."""
        return limited(written_or_nothing(self.cleaned_data["bio"]), BIO_LENGTH)


class PronounsForm(PartForm):
    """How to speak of the holder."""

    title = gettext_lazy("Pronouns")
    pronouns = forms.CharField(
        label=gettext_lazy("Pronouns"),
        help_text=gettext_lazy("For example: they/them. Leave it empty to have none."),
        required=False,
    )

    def stands(self, researcher: Researcher) -> dict[str, Any]:
        """The pronouns."""
        return {"pronouns": researcher.pronouns}

    def clean_pronouns(self) -> str:
        """Raises ValidationError for a line too long."""
        return limited(one_line(self.cleaned_data["pronouns"]), PRONOUNS_LENGTH)


class LinksForm(PartForm):
    """Where else the holder is found."""

    title = gettext_lazy("Links")
    links = forms.CharField(
        label=gettext_lazy("Links"),
        help_text=gettext_lazy("One web address a line, up to 10, each with http:// or https:// before it."),
        widget=forms.Textarea(attrs=AREA),
        required=False,
    )

    def stands(self, researcher: Researcher) -> dict[str, Any]:
        """The addresses, one a line."""
        return {"links": "\n".join(researcher.links)}

    def clean_links(self) -> list[str]:
        """Raises ValidationError for too many, and for what is no web address."""
        links = lines_of(self.cleaned_data["links"])
        wrong = next((link for link in links if not is_web_address(link)), None)
        if wrong is not None:
            raise ValidationError(
                _("“%(link)s” is no web address of up to 300 characters that begins with http:// or https://.")
                % {"link": wrong[:60]}
            )
        return at_most(links, LINKS)


class InstitutionForm(PartForm):
    """Which institution of the record is the current one."""

    title = gettext_lazy("Current institution")
    institution = forms.ModelChoiceField(
        Institution.objects.none(),
        label=gettext_lazy("Current institution"),
        help_text=gettext_lazy("Institutions that stand beside your name on a listed work."),
        widget=forms.RadioSelect,
        required=False,
        empty_label=gettext_lazy("As the newest work has it"),
    )

    def __init__(self, data: Any = None, *, researcher: Researcher) -> None:
        super().__init__(data, researcher=researcher)
        on_record = Institution.objects.filter(authorships__author=researcher.author_id).distinct()
        self.fields["institution"].queryset = on_record.order_by("name", "pk")  # type: ignore[attr-defined]

    def stands(self, researcher: Researcher) -> dict[str, Any]:
        """The institution that was chosen."""
        return {"institution": researcher.institution_id or ""}

    def in_words(self, researcher: Researcher) -> str:
        """Its name."""
        return researcher.institution.name if researcher.institution else ""


class OpennessForm(PartForm):
    """Whether others may ask to work together."""

    title = gettext_lazy("Openness to collaborate")
    is_open = forms.ChoiceField(
        label=gettext_lazy("May others invite you to collaborate?"),
        help_text=gettext_lazy(
            "By invitation, from people whose record is confirmed at level L2 or above. Yes counts for a year. Say it"
            " again to renew it."
        ),
        choices=(
            (YES, gettext_lazy("Yes, I am open to collaborate")),
            (SOME, gettext_lazy("Yes, but only people I have written with")),
            (NO, gettext_lazy("No, not at the moment")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose yes or no.")},
    )

    def stands(self, researcher: Researcher) -> dict[str, Any]:
        """Yes while it was said less than a year ago, and to whom."""
        until = researcher.open_until
        if not researcher.is_open or (until is not None and until <= clock.now()):
            return {"is_open": NO}
        return {"is_open": SOME if researcher.invites == Researcher.Invites.COLLABORATORS else YES}

    def values(self) -> Mapping[str, Any]:
        """With the day on which it has to be said again."""
        said = self.cleaned_data["is_open"]
        if said == NO:
            return {"is_open": False, "open_until": None}
        invites = Researcher.Invites.COLLABORATORS if said == SOME else Researcher.Invites.HOLDERS
        return {"is_open": True, "open_until": clock.now() + OPEN_FOR, "invites": invites}

    def in_words(self, researcher: Researcher) -> str:
        """Yes, to whom, or no."""
        words = {
            YES: _("Open to collaborate"),
            SOME: _("Open to collaborate with people I have written with"),
            NO: _("Not taking invitations"),
        }
        return words[self.stands(researcher)["is_open"]]


class VisibilityForm(PartForm):
    """What only the holder sees."""

    title = gettext_lazy("Who sees what")
    waits = True
    hidden = forms.MultipleChoiceField(
        label=gettext_lazy("Hide from others"),
        help_text=gettext_lazy("Only you see what is ticked."),
        choices=(
            ("bio", gettext_lazy("Bio")),
            ("pronouns", gettext_lazy("Pronouns")),
            ("photo", gettext_lazy("Photo")),
            ("links", gettext_lazy("Links")),
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    hides_score = forms.BooleanField(
        label=gettext_lazy("Hide the trust number. The level, and what it rests on, stay."), required=False
    )
    hides_from_engines = forms.BooleanField(
        label=gettext_lazy("Keep my page out of search engines. On this site it can still be found."), required=False
    )

    def stands(self, researcher: Researcher) -> dict[str, Any]:
        """What is hidden."""
        return {
            "hidden": researcher.hidden_fields,
            "hides_score": researcher.hides_score,
            "hides_from_engines": researcher.hides_from_engines,
        }

    def values(self) -> Mapping[str, Any]:
        """By column."""
        said = self.cleaned_data
        return {
            "hidden_fields": said["hidden"],
            "hides_score": said["hides_score"],
            "hides_from_engines": said["hides_from_engines"],
        }

    def in_words(self, researcher: Researcher) -> str:
        """What is hidden."""
        labels = dict(self.base_fields["hidden"].choices)  # type: ignore[attr-defined]
        hidden = [str(labels[field]) for field in researcher.hidden_fields if field in labels]
        if researcher.hides_score:
            hidden.append(_("Trust number"))
        if researcher.hides_from_engines:
            hidden.append(_("the page, from search engines"))
        return _("Hidden: %(fields)s") % {"fields": ", ".join(hidden)} if hidden else _("Everything is shown")


class FormerNamesForm(PartForm):
    """Names that stand on nothing that anybody sees."""

    title = gettext_lazy("Former names")
    former_names = forms.CharField(
        label=gettext_lazy("Former names"),
        help_text=gettext_lazy("One a line, as printed. They are shown to nobody but you."),
        widget=forms.Textarea(attrs=AREA),
        required=False,
    )

    def stands(self, researcher: Researcher) -> dict[str, Any]:
        """The names, one a line."""
        return {"former_names": "\n".join(researcher.former_names)}

    def clean_former_names(self) -> list[str]:
        """Raises ValidationError for too many, and for one too long."""
        names = at_most(lines_of(self.cleaned_data["former_names"]), FORMER_NAMES)
        return [limited(name, NAME_LENGTH) for name in names]


PARTS: Mapping[str, type[PartForm]] = {
    "bio": BioForm,
    "pronouns": PronounsForm,
    "links": LinksForm,
    "institution": InstitutionForm,
    "openness": OpennessForm,
    "visibility": VisibilityForm,
    "former-names": FormerNamesForm,
}


def limited(text: str, most: int) -> str:
    """The text. Raises ValidationError with the count when it is longer than `most` characters."""
    if len(text) > most:
        counts = {"count": grouped(len(text)), "most": grouped(most)}
        raise ValidationError(_("This has %(count)s characters; at most %(most)s fit.") % counts)
    return text


def written_or_nothing(typed: str) -> str:
    """What was written; empty for nothing typed. Raises ValidationError where nothing of it can be seen."""
    text = written(typed)
    if typed and not says_something(text):
        raise ValidationError(_("This has 0 characters that can be seen. Write something, or leave it empty."))
    return text


def at_most(lines: list[str], most: int) -> list[str]:
    """The lines. Raises ValidationError with the count when there are more than `most`."""
    if len(lines) > most:
        counts = {"count": grouped(len(lines)), "most": grouped(most)}
        raise ValidationError(_("This has %(count)s lines; at most %(most)s fit.") % counts)
    return lines
