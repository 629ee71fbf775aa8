"""What one says when one invites somebody; nothing of it is lost when something is wrong."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from profiles.claims import clock
from profiles.invitations import rules, subjects
from profiles.invitations.models import Purpose
from profiles.invitations.services import Asked
from profiles.researchers.editing.fields import TextField
from works.models import Author

REQUIRED = {"required": _("This is needed.")}
LONGEST = 1_000
MOST_HOURS = 1_000
MOST_DAYS = 730
WORK, TOPIC = "work-", "topic-"


class KeyedForm(forms.Form):
    """A form whose key makes it one thing, however often it is sent; one without it is sent once."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    @property
    def sent_key(self) -> UUID:
        """The key of the form, once it is valid."""
        return self.cleaned_data["key"] or uuid4()


class InvitationForm(KeyedForm):
    """One question, what I bring, what I ask, how much time, a first step."""

    purpose = forms.ChoiceField(
        label=_("What is it for?"),
        choices=Purpose.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is for.")},
    )
    question = TextField(
        label=_("Your question"), help_text=_("One question, in two or three sentences."), most=LONGEST, rows=4
    )
    brings = TextField(
        label=_("What you bring"), help_text=_("Data, a method, a draft, time: what is yours."), most=LONGEST, rows=4
    )
    asks = TextField(
        label=_("What you ask of them"), help_text=_("So that they can say yes or no to it."), most=LONGEST, rows=4
    )
    hours = forms.IntegerField(
        label=_("How many hours it will take them"),
        min_value=1,
        max_value=MOST_HOURS,
        error_messages=REQUIRED | {"invalid": _("Give a whole number of hours.")},
    )
    first_step = TextField(
        label=_("A small first step"),
        help_text=_("For example: half an hour to look at a figure."),
        most=500,
        rows=2,
    )
    about = forms.ChoiceField(label=_("Which work or topic of theirs it is about"), required=False)
    other_work = forms.CharField(
        label=_("Or another work of theirs"),
        help_text=_("Its address here, its DOI or its arXiv id."),
        required=False,
        max_length=600,
    )
    wanted_by = forms.DateField(
        label=_("Until when"),
        help_text=_("Leave it empty if it is not urgent."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any = None, *, author: Author) -> None:
        super().__init__(data, initial={"key": uuid4()})
        self.author = author
        works, topics = subjects.works_of(author), subjects.topics_of(author)
        about = self.fields["about"]
        assert isinstance(about, forms.ChoiceField)
        about.choices = [
            ("", gettext("Nothing in particular")),
            (gettext("Works"), [(f"{WORK}{work.pk}", work.title) for work in works]),
            (gettext("Topics"), [(f"{TOPIC}{topic.pk}", topic.name) for topic in topics]),
        ]

    def clean_other_work(self) -> int | None:
        """The number of the work. Raises ValidationError for what is not on their record."""
        typed = self.cleaned_data["other_work"].strip()
        if not typed:
            return None
        work = subjects.work_named(typed, self.author)
        if work is None:
            raise ValidationError(gettext("This is no work on their record here."))
        return work.pk

    def clean_wanted_by(self) -> Any:
        """Raises ValidationError for a day that is over, or far away."""
        day = self.cleaned_data["wanted_by"]
        if day is not None and not 0 <= (day - clock.now().date()).days <= MOST_DAYS:
            raise ValidationError(gettext("Give a day from today on, within two years."))
        return day

    def asked(self) -> Asked:
        """What was said, once the form is valid."""
        given = self.cleaned_data
        about = given["about"]
        work = given["other_work"] or (int(about.removeprefix(WORK)) if about.startswith(WORK) else None)
        topic = int(about.removeprefix(TOPIC)) if about.startswith(TOPIC) and not work else None
        words = {name: given[name] for name in ("purpose", "question", "brings", "asks", "hours", "first_step")}
        return Asked(**words, work_id=work, topic_id=topic, wanted_by=given["wanted_by"])


class DeclineForm(forms.Form):
    """Why not, if one likes to say."""

    reason = forms.ChoiceField(label=_("Why"), required=False, choices=[("", _("No reason")), *rules.REASONS.items()])


class CoauthorForm(forms.Form):
    """Where a co-author can be reached."""

    email = forms.EmailField(
        label=_("Their e-mail address"),
        max_length=254,
        help_text=_("One that you know from them. It gets one letter from this site, and never another one."),
        error_messages=REQUIRED,
    )

    def clean_email(self) -> str:
        """The domain in lower case. Raises ValidationError for literals and quoted parts."""
        local, _at, domain = self.cleaned_data["email"].rpartition("@")
        if '"' in local or "[" in domain:
            raise ValidationError(gettext("This is not an address that a letter can be sent to."))
        return f"{local}@{domain.lower()}"
