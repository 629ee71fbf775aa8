"""When a mail about a notice may go."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from profiles.notices.rules import MORNING, Frequency, Hours, day_of, goes_at, next_morning

TUESDAY = datetime(2026, 3, 3, 12, tzinfo=UTC)
MOMENTS = st.integers(0, 4 * 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
NIGHT = Hours("Europe/Vienna", time(22), time(7))


def at(frequency, hours, made=TUESDAY, now=None):
    return goes_at(now=now or made, made_at=made, frequency=frequency, hours=hours)


@pytest.mark.parametrize(
    ("frequency", "zone", "expected"),
    [
        (Frequency.IMMEDIATE, "UTC", TUESDAY),
        (Frequency.DAILY, "UTC", datetime(2026, 3, 4, 8, tzinfo=UTC)),
        (Frequency.WEEKLY, "UTC", datetime(2026, 3, 9, 8, tzinfo=UTC)),
        (Frequency.DAILY, "America/New_York", datetime(2026, 3, 3, 13, tzinfo=UTC)),
        (Frequency.WEEKLY, "Asia/Tokyo", datetime(2026, 3, 8, 23, tzinfo=UTC)),
    ],
)
def test_a_digest_goes_on_the_first_morning_where_the_person_is(frequency, zone, expected):
    assert at(frequency, Hours(zone)) == expected


def test_nothing_goes_in_quiet_hours_and_what_waited_goes_at_their_end():
    late = datetime(2026, 3, 3, 22, 30, tzinfo=UTC)  # Half past eleven in Vienna.
    assert at(Frequency.IMMEDIATE, NIGHT, late) == datetime(2026, 3, 4, 6, tzinfo=UTC)
    early = datetime(2026, 3, 4, 3, tzinfo=UTC)
    assert at(Frequency.IMMEDIATE, NIGHT, early) == datetime(2026, 3, 4, 6, tzinfo=UTC)
    assert at(Frequency.IMMEDIATE, Hours("UTC", time(11), time(13)), TUESDAY) == TUESDAY + timedelta(hours=1)
    assert at(Frequency.IMMEDIATE, Hours("UTC", time(7), time(7)), TUESDAY) == TUESDAY


def test_what_is_late_goes_at_once():
    now = TUESDAY + timedelta(days=30)
    assert at(Frequency.WEEKLY, Hours(), now=now) == now


@given(
    made=MOMENTS,
    late=st.timedeltas(timedelta(), timedelta(days=20)),
    frequency=st.sampled_from([Frequency.IMMEDIATE, Frequency.DAILY, Frequency.WEEKLY]),
    hours=st.builds(
        Hours,
        st.sampled_from(["UTC", "Europe/Vienna", "America/New_York", "Pacific/Apia", "Asia/Kathmandu"]),
        st.times(),
        st.times(),
    ),
)
def test_it_always_goes_within_ten_days_and_never_before_now(made, late, frequency, hours):
    now = made + late
    found = goes_at(now=now, made_at=made, frequency=frequency, hours=hours)
    assert now <= found <= max(now, made + timedelta(days=8)) + timedelta(days=1, hours=1)
    assert goes_at(now=found, made_at=made, frequency=frequency, hours=hours) == found


@given(moment=MOMENTS)
def test_the_next_morning_is_another_day_or_later_today(moment):
    hours = Hours("Europe/Vienna")
    morning = next_morning(moment, hours)
    assert moment < morning <= moment + timedelta(days=1, hours=1)
    assert morning.astimezone(ZoneInfo("Europe/Vienna")).time() == MORNING
    assert day_of(morning, hours) >= day_of(moment, hours)
