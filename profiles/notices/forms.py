"""How often somebody wants mail about what, and when not."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from profiles.notices.kinds import SUBJECTS, is_asked_about
from profiles.notices.rules import Frequency, Hours

FREQUENCIES = (
    (Frequency.IMMEDIATE.value, gettext_lazy("Mail at once")),
    (Frequency.DAILY.value, gettext_lazy("One mail a day")),
    (Frequency.WEEKLY.value, gettext_lazy("One mail a week")),
    (Frequency.NEVER.value, gettext_lazy("No mail, on this site only")),
    (Frequency.MUTED.value, gettext_lazy("Not at all")),
)
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class NoticesForm(forms.Form):
    """One choice for each subject, the time zone, and quiet hours."""

    zone = forms.CharField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("As in Europe/Vienna or America/New_York. Digests come at eight in the morning there."),
        max_length=60,
    )
    quiet_from = forms.TimeField(
        label=gettext_lazy("No mail from"), help_text=gettext_lazy("As in 22:00."), required=False, widget=CLOCK
    )
    quiet_until = forms.TimeField(
        label=gettext_lazy("No mail until"), help_text=gettext_lazy("As in 07:00."), required=False, widget=CLOCK
    )

    def __init__(self, data: Any = None, *, choices: Mapping[str, Frequency], hours: Hours) -> None:
        stands: dict[str, Any] = {name: frequency.value for name, frequency in choices.items()}
        stands |= {"zone": hours.zone, "quiet_from": hours.quiet_from, "quiet_until": hours.quiet_until}
        super().__init__(data, initial=stands)
        asked = {
            name: forms.ChoiceField(label=subject.label, choices=FREQUENCIES)
            for name, subject in SUBJECTS.items()
            if is_asked_about(name)
        }
        self.fields = asked | self.fields

    def clean_zone(self) -> str:
        """Raises ValidationError for a zone that there is not."""
        zone: str = self.cleaned_data["zone"].strip()
        if zone not in available_timezones():
            raise ValidationError(_("This is no time zone we know. Type one as in Europe/Vienna."))
        return zone

    def clean(self) -> dict[str, Any]:
        """Quiet hours have a beginning and an end."""
        given = self.cleaned_data
        if bool(given.get("quiet_from")) != bool(given.get("quiet_until")) and not self.errors:
            missing = "quiet_until" if given.get("quiet_from") else "quiet_from"
            self.add_error(missing, _("Give both hours, or none."))
        return given

    def frequencies(self) -> Mapping[str, Frequency]:
        """What was chosen, by subject; once the form is valid."""
        return {name: Frequency(value) for name, value in self.cleaned_data.items() if name in SUBJECTS}

    def hours(self) -> Hours:
        """The zone and the quiet hours; once the form is valid."""
        given = self.cleaned_data
        return Hours(given["zone"], given["quiet_from"], given["quiet_until"])
