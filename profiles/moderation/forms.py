"""The forms of the desk, and the one that anybody may fill in."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext, gettext_lazy as _

from bzpeer.web.refs import RefConverter
from profiles.moderation import rules
from profiles.moderation.roles import DAYS

LONGEST = 4000
REQUIRED = _("This is needed.")


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the POST, even an empty one; nothing for a GET."""
    return request.POST if request.method == "POST" else None


class WordsField(forms.CharField):
    """A text of some lines; never only spaces, never without end."""

    def __init__(self, **given: Any) -> None:
        given.setdefault("max_length", LONGEST)
        super().__init__(widget=forms.Textarea(attrs={"rows": 5}), error_messages={"required": REQUIRED}, **given)


class DecisionForm(forms.Form):
    """Verdict, coded reason and words for the person; approving needs no words."""

    verdict = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect, error_messages={"required": _("Choose a decision.")}
    )
    reason = forms.ChoiceField(label=_("Reason"), error_messages={"required": _("Choose a reason.")})
    words = WordsField(
        label=_("Words"),
        required=False,
        help_text=_("The claimant reads this. When you reject, say what would have been enough."),
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verdicts = rules.verdicts_for(kind)
        if kind in ("report", "erasure", "words"):
            self.fields["words"].help_text = _("Whoever sent it reads this.")
        elif kind in rules.SUGGESTED:
            self.fields["words"].help_text = _("Stands in the history of the case. When you leave it, say why.")
        _choices(self, "verdict", [(verdict, rules.VERDICTS[verdict]) for verdict in self.verdicts])
        groups = [(rules.VERDICTS[verdict], list(rules.REASONS[verdict].items())) for verdict in self.verdicts]
        _choices(self, "reason", [("", _("Choose one")), *groups])

    def clean(self) -> dict[str, Any]:
        """A reason of the chosen verdict; words wherever somebody has to be told why."""
        given = super().clean() or {}
        verdict, reason = given.get("verdict", ""), given.get("reason", "")
        if verdict and reason and reason not in rules.REASONS[verdict]:
            self.add_error("reason", gettext("This reason belongs to another decision."))
        if verdict and verdict not in rules.WITHOUT_WORDS and not given.get("words") and "words" not in self.errors:
            self.add_error("words", gettext("Write a sentence that the person can do something with."))
        return given


class ReasonForm(forms.Form):
    """A coded reason and words, for undoing and reversing."""

    reason = forms.ChoiceField(label=_("Reason"), error_messages={"required": _("Choose a reason.")})
    words = WordsField(label=_("Words"), help_text=_("Both sides read this."))

    def __init__(self, *args: Any, reasons: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "reason", [("", _("Choose one")), *reasons.items()])


class HideForm(forms.Form):
    """Which part of the holder's page goes out of sight, and why."""

    field = forms.ChoiceField(
        label=_("What to hide"), widget=forms.RadioSelect, error_messages={"required": _("Choose what to hide.")}
    )
    why = forms.ChoiceField(label=_("Reason"), error_messages={"required": _("Choose a reason.")})
    told = WordsField(label=_("Words for the holder"), help_text=_("The holder reads this where they edit the page."))

    def __init__(self, *args: Any, fields: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "field", list(fields.items()))
        _choices(self, "why", [("", _("Choose one")), *rules.HIDING_REASONS.items()])


class CorrectionForm(forms.Form):
    """What a work of the record should say."""

    work = forms.CharField(
        label=_("Work"),
        max_length=300,
        help_text=_("The address of its page here."),
        error_messages={"required": REQUIRED},
    )
    part = forms.ChoiceField(label=_("What is wrong"), choices=list(rules.CORRECTED.items()))
    value = forms.CharField(
        label=_("As it should be"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Left empty, the work has none. A title is needed."),
    )

    def clean_work(self) -> int:
        """The number in the address. Raises ValidationError for anything else."""
        try:
            return RefConverter().to_python(self.cleaned_data["work"].rstrip("/").rpartition("/")[2]).pk
        except ValueError as error:
            raise forms.ValidationError(gettext("This is not the address of a work here.")) from error


class HandOverForm(forms.Form):
    """To whom a case goes; nobody in particular by default."""

    to = forms.ChoiceField(label=_("Hand over to"), required=False)

    def __init__(self, *args: Any, colleagues: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbered = [(str(pk), gettext("Moderator %(number)d") % {"number": pk}) for pk in colleagues]
        _choices(self, "to", [("", _("Everybody at the desk")), *numbered])


class ReportForm(forms.Form):
    """What is wrong with a record, by anybody."""

    subject = forms.ChoiceField(
        label=_("What is it about?"),
        choices=list(rules.SUBJECTS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )
    words = WordsField(
        label=_("What should a moderator know?"), help_text=_("Which fact, and how we can check it. No papers, please.")
    )
    email = forms.EmailField(
        label=_("E-mail address for the answer"),
        required=False,
        max_length=254,
        help_text=_("Not needed. It is deleted once you have the answer."),
    )


class TextReportForm(ReportForm):
    """What is wrong with a review or a comment, by anybody."""

    subject = None  # type: ignore[assignment]


class RoleForm(forms.Form):
    """Whom an administrator proposes for a role."""

    email = forms.EmailField(label=_("E-mail address of the account"), error_messages={"required": REQUIRED})
    name = forms.ChoiceField(
        label=_("Role"),
        choices=[("moderator", _("Moderator")), ("administrator", _("Administrator"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role.")},
    )
    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=DAYS, initial=DAYS)


class SettleForm(forms.Form):
    """What an administrator does with a proposal, or with a role that somebody has."""

    act = forms.ChoiceField(choices=[("confirm", ""), ("refuse", ""), ("end", "")])
    pk = forms.IntegerField(min_value=1)


def _choices(form: forms.Form, name: str, choices: Sequence[Any]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
