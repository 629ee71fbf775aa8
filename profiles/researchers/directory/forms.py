"""What the directory may be asked for, as its address says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _, gettext_lazy

from bzpeer.web.refs import FORM
from works.models import Institution, Topic
from works.record.addresses import fold
from works.record.finding import found_or_404

M = TypeVar("M", bound=Model)
YEARS = (1500, 2200)
YEAR = {"inputmode": "numeric", "autocomplete": "off"}
NO_YEAR = gettext_lazy("Give a year with four digits, for example 2020.")
TICK = forms.CheckboxInput(attrs={"value": "yes"})
LETTERS = "abcdefghijklmnopqrstuvwxyz"
NAME, NEWEST = "name", "newest"


@dataclass(frozen=True, slots=True)
class Filters:
    """Who is asked for. `since` and `until` are years in which they published, one of them or both."""

    topic: Topic | None = None
    institution: Institution | None = None
    since: int | None = None
    until: int | None = None
    is_open: bool = False
    is_claimed: bool = False
    by: str = NAME

    @property
    def query(self) -> dict[str, str]:
        """The same as parameters, always in one order; what is not asked for is left out."""
        said = {
            "topic": self.topic.ref if self.topic else "",
            "institution": self.institution.ref if self.institution else "",
            "since": str(self.since or ""),
            "until": str(self.until or ""),
            "open": "yes" if self.is_open else "",
            "claimed": "yes" if self.is_claimed else "",
            "by": self.by if self.by != NAME else "",
        }
        return {name: value for name, value in said.items() if value}

    @property
    def narrowing(self) -> frozenset[str]:
        """The parameters that leave somebody out."""
        return frozenset(self.query) - {"by"}

    def words(self) -> Mapping[str, str]:
        """Each narrowing parameter as a person says it."""
        return {
            "topic": self.topic.name if self.topic else "",
            "institution": self.institution.name if self.institution else "",
            "since": _("published in %(year)s or later") % {"year": self.since},
            "until": _("published in %(year)s or earlier") % {"year": self.until},
            "open": _("open to collaborate"),
            "claimed": _("claimed"),
        }


class FilterForm(forms.Form):
    """A plain GET form. Topic and institution are named by their ref, or typed by name."""

    topic = forms.CharField(label=gettext_lazy("Topic"), required=False, max_length=300)
    institution = forms.CharField(label=gettext_lazy("Institution"), required=False, max_length=300)
    since = forms.IntegerField(
        label=gettext_lazy("Published in this year or later"),
        required=False,
        widget=forms.TextInput(attrs=YEAR),
        error_messages={"invalid": NO_YEAR},
    )
    until = forms.IntegerField(
        label=gettext_lazy("Published in this year or earlier"),
        required=False,
        widget=forms.TextInput(attrs=YEAR),
        error_messages={"invalid": NO_YEAR},
    )
    open = forms.BooleanField(label=gettext_lazy("are open to collaborate"), required=False, widget=TICK)
    claimed = forms.BooleanField(label=gettext_lazy("hold their record"), required=False, widget=TICK)
    by = forms.ChoiceField(
        label=gettext_lazy("Order"),
        choices=((NAME, gettext_lazy("By family name")), (NEWEST, gettext_lazy("Newest work first"))),
        required=False,
    )

    def clean_topic(self) -> Topic | None:
        """Raises ValidationError for a name that no topic has, and Http404 for a ref of none."""
        return _found(self.cleaned_data["topic"], Topic.objects.all(), _("There is no topic of this name."))

    def clean_institution(self) -> Institution | None:
        """As the topic; an institution that went into another is that one."""
        typed = self.cleaned_data["institution"]
        return _found(typed, Institution.objects.all(), _("There is no institution of this name."))

    def clean_since(self) -> int | None:
        """Raises ValidationError for what is no year."""
        return _year(self.cleaned_data["since"])

    def clean_until(self) -> int | None:
        """Raises ValidationError for what is no year, or one before the first."""
        until = _year(self.cleaned_data["until"])
        since = self.cleaned_data.get("since")
        if until is not None and since is not None and until < since:
            raise ValidationError(_("This is before the first year. Swap the two, or leave one empty."))
        return until

    def filters(self) -> Filters:
        """What a valid form asks for."""
        said = self.cleaned_data
        return Filters(
            said["topic"], said["institution"], said["since"], said["until"], said["open"], said["claimed"],
            said["by"] or NAME,
        )  # fmt: skip


def letter_of(query: QueryDict) -> str:
    """The letter that the address jumps to, or nothing. Raises Http404 for what is none."""
    letter = query.get("letter", "")
    if letter and (len(letter) != 1 or letter not in LETTERS):
        raise Http404("no such letter")
    return letter


def _year(year: int | None) -> int | None:
    if year is not None and not YEARS[0] <= year <= YEARS[1]:
        raise ValidationError(NO_YEAR)
    return year


def _found(typed: str, rows: QuerySet[M], missing: str) -> M | None:
    if not typed:
        return None
    ref = FORM.fullmatch(typed)
    if ref and ref["slug"]:
        return found_or_404(rows, int(ref["pk"])) if rows.model is Institution else _topic_or_404(rows, int(ref["pk"]))
    found = rows.filter(name_key=fold(typed)[:300]).order_by("-works_count", "pk").first()
    if found is None:
        raise ValidationError(missing)
    return found


def _topic_or_404(rows: QuerySet[M], pk: int) -> M:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404("no such topic")
    return found
