"""The search as a form, for those who do not type operators; it leads to the address that typing them has."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from works.record.models import WorkKind
from works.record.words import kind_word
from works.search.language import Filter, FilterName, Query, Word, read, years_of

NAMES: tuple[FilterName, ...] = ("author", "topic", "institution")
FIRST_YEAR, LAST_YEAR = 1500, 2200


def _kinds() -> list[tuple[str, Any]]:
    return [("", _("Any")), *((kind.value, kind_word(kind.value)) for kind in WorkKind)]


class PreciseForm(forms.Form):
    """Each field is one operator; what the other fields cannot say is typed in the first."""

    words = forms.CharField(label=_("All of these words"), required=False, max_length=300)
    phrase = forms.CharField(label=_("This phrase"), required=False, max_length=300)
    without = forms.CharField(label=_("None of these words"), required=False, max_length=300)
    author = forms.CharField(label=_("Author"), help_text=_("A name, or an ORCID iD."), required=False, max_length=300)
    topic = forms.CharField(
        label=_("Topic"), help_text=_("A name, or a code as cs.LG."), required=False, max_length=300
    )
    institution = forms.CharField(
        label=_("Institution"), help_text=_("A name, or a ROR id."), required=False, max_length=300
    )
    first = forms.IntegerField(label=_("From year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)
    last = forms.IntegerField(label=_("Until year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=_kinds)
    open = forms.ChoiceField(
        label=_("Open access"), required=False, choices=[("", _("Any")), ("yes", _("Yes")), ("no", _("No"))]
    )
    has_code = forms.BooleanField(label=_("With code"), required=False)
    has_data = forms.BooleanField(label=_("With data"), required=False)

    def clean(self) -> dict[str, Any]:
        """Years in their order."""
        given = self.cleaned_data
        if given.get("first") and given.get("last") and given["first"] > given["last"]:
            self.add_error("last", ValidationError(_("This is before the first year.")))
        return given

    def query(self) -> Query:
        """What the fields say together. Only when the form is valid."""
        given = self.cleaned_data
        phrase = " ".join(given["phrase"].replace('"', " ").split())
        parts: list[Word | Filter] = [*read(given["words"]).parts]
        parts += [word for word in [Word(phrase, is_phrase=True)] if phrase]
        parts += [Word(word.text, is_out=True) for word in read(given["without"]).words]
        parts += [Filter(name, value) for name in NAMES if (value := " ".join(given[name].replace('"', " ").split()))]
        if given["first"] or given["last"]:
            parts.append(Filter("year", f"{given['first'] or ''}..{given['last'] or ''}"))
        parts += [Filter("kind", given["kind"])] if given["kind"] else []
        parts += [Filter("open", given["open"])] if given["open"] else []
        parts += [Filter("has", name) for name in ("code", "data") if given[f"has_{name}"]]
        return read(Query(tuple(parts)).written())


def fields_of(query: Query) -> dict[str, Any]:
    """What the form shows of a query; what no field can hold stands as it is typed in the first."""
    fields: dict[str, Any] = {}
    rest: list[Word | Filter] = []
    unwanted: list[str] = []
    for part in query.parts:
        values = _values(part)
        if isinstance(part, Word) and part.is_out and not part.is_phrase and not part.text.startswith("-"):
            unwanted.append(part.text)
        elif not values or values.keys() & fields.keys():
            rest.append(part)
        else:
            fields |= values
    return fields | {"words": Query(tuple(rest)).written(), "without": " ".join(unwanted)}


def _values(part: Word | Filter) -> dict[str, Any]:
    if isinstance(part, Word):
        return {"phrase": part.text} if part.is_phrase and not part.is_out else {}
    if part.is_out:
        return {}
    if part.name == "year":
        first, last = years_of(part.value)
        fits = all(year is None or FIRST_YEAR <= year <= LAST_YEAR for year in (first, last))
        return {"first": first, "last": last} if fits else {}
    return {f"has_{part.value}": True} if part.name == "has" else {part.name: part.value}
