"""Times as nbgrader, learning platforms and people write them, in whatever zone."""

from datetime import UTC, datetime, timedelta

import pytest

from autograder.course.tables import LateRules
from autograder.gradebook.inbound import name_of, student_in
from autograder.gradebook.timestamp import readable
from autograder.times.parse import NoTime, UnsureZone, read_stamp
from autograder.times.zones import latest, moment, offsets_of, spelled, zone_named

NEW_YORK, PRAGUE = zone_named("America/New_York"), zone_named("Europe/Prague")


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        # What nbgrader's own submit writes with Exchange.timezone of …
        ("2026-12-14 06:30:00.000000 +08", "2026-12-13 22:30"),  # Asia/Singapore
        ("2026-12-13 22:00:00.000000 -03", "2026-12-14 01:00"),  # America/Sao_Paulo
        ("2026-12-14 04:15:00.000000 +0545", "2026-12-13 22:30"),  # Asia/Kathmandu
        ("2026-12-13 13:00:00.000000 -0930", "2026-12-13 22:30"),  # Pacific/Marquesas
        ("2026-07-13 18:30:00.000000 EDT", "2026-07-13 22:30"),  # America/New_York
        ("2026-07-13 23:30:00.000000 BST", "2026-07-13 22:30"),  # Europe/London
        ("2026-12-14 07:30:00.000000 JST", "2026-12-13 22:30"),  # Asia/Tokyo
        # Other programs, and people.
        ("2026-12-14T06:30:00+08:00", "2026-12-13 22:30"),
        ("20261214T063000+0800", "2026-12-13 22:30"),
        ("2026-12-13T22:30:00Z", "2026-12-13 22:30"),
        ("2026-12-14 06:30 UTC+8", "2026-12-13 22:30"),
        ("2026-12-13 23:30 +0100 (CET)", "2026-12-13 22:30"),
        ("Sun Dec 13 17:30:00 EST 2026", "2026-12-13 22:30"),
        ("2026-12-13 17:30 America/New_York", "2026-12-13 22:30"),
        ("2026-12-13 17:30 EST5EDT", "2026-12-13 22:30"),
        ("13 December 2026 10:30 pm", "2026-12-13 22:30"),
        ("2026-12-13 22:30:00 utc", "2026-12-13 22:30"),
        ("2026-12-13 22:30", "2026-12-13 22:30"),  # as nbgrader reads one without a zone
    ],
)
def test_a_time_is_read_in_its_zone(text: str, utc: str) -> None:
    time = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert read_stamp(text) == time
    for_nbgrader = readable(text.encode(), LateRules(per_day=1))
    assert read_stamp(for_nbgrader.decode()) == time


@pytest.mark.parametrize(
    ("zone", "homes", "offset"),
    [
        ("CST", ["America/Chicago"], "-06:00"),
        ("CST", ["Asia/Shanghai"], "+08:00"),
        ("IST", ["Europe/Prague", "Asia/Kolkata"], "+05:30"),
        ("IST", ["Europe/Dublin"], "+01:00"),  # in summer, yet it is December
        ("PST", ["Asia/Manila"], "+08:00"),
    ],
)
def test_an_abbreviation_means_what_the_course_means_by_it(
    zone: str, homes: list[str], offset: str
) -> None:
    own = [zone_named(name) for name in homes]
    clock = datetime(2026, 12, 13, 22, 30)
    assert [spelled(one) for one in offsets_of(zone, clock, own)] == [offset]
    assert read_stamp(f"{clock} {zone}", own).replace(tzinfo=None) == clock - _offset(offset)
    with pytest.raises(UnsureZone, match=zone) as unsure:  # nobody has said which
        read_stamp(f"{clock} {zone}")
    assert offset in unsure.value.sentence or zone == "IST"


def _offset(text: str) -> timedelta:
    hours, minutes = text[1:].split(":")
    length = timedelta(hours=int(hours), minutes=int(minutes))
    return -length if text[0] == "-" else length


@pytest.mark.parametrize(
    "text",
    ["", "now", "12:00 +08", "December", "2026-13-01 12:00 UTC", "9" * 4000, "+08", "\ud800"],
)
def test_what_has_no_date_is_no_time(text: str) -> None:
    with pytest.raises(NoTime):
        read_stamp(text)


@pytest.mark.parametrize(
    ("folder", "stamp", "utc"),
    [
        ("ada+toy+2026-12-14 06:30:00.000000 +08+c2Vj", "2026-12-14 06:30:00.000000 +08", "22:30"),
        ("ada+toy+2026-12-14 06:30:00.000000 +08", "2026-12-14 06:30:00.000000 +08", "22:30"),
        ("ada+toy+2026-12-13 19:30:00.5 -03+1234", "2026-12-13 19:30:00.5 -03", "22:30"),
        ("ada+toy+2026-12-14 04:15:00 +0545+12", "2026-12-14 04:15:00 +0545", "22:30"),
        ("ada+toy+2026-12-14T04:00:00+05:30+x", "2026-12-14T04:00:00+05:30", "22:30"),
        ("ada+toy+2026-12-13 22:30:00 UTC+12", "2026-12-13 22:30:00 UTC", "22:30"),
        ("ada+toy+2026-12-13 22:30:00 UTC+", "2026-12-13 22:30:00 UTC", "22:30"),
    ],
)
def test_a_folder_of_the_exchange_says_its_zone(folder: str, stamp: str, utc: str) -> None:
    name = name_of(folder, "toy")
    assert name is not None and (name.student, name.stamp, name.doubt) == ("ada", stamp, "")
    assert f"{name.time:%H:%M}" == utc


def test_a_folder_whose_zone_is_not_sure_is_a_question() -> None:
    name = name_of("a+b+toy+2026-12-13 22:30:00 CST+c2Vj", "toy")
    assert name is not None and name.student == "a+b"
    assert "-06:00" in name.doubt and "+08:00" in name.doubt and "timezone" in name.doubt
    assert student_in("a+b+toy+no time", "toy") == "a+b" and student_in("a+toys+x", "toy") is None


def test_a_date_that_a_clock_never_shows_or_twice_is_asked_about() -> None:
    assert moment(datetime(2026, 12, 1, 12), PRAGUE).isoformat() == "2026-12-01T12:00:00+01:00"
    with pytest.raises(ValueError, match=r"does not exist in Europe/Prague.*2027-03-28T03:30"):
        moment(datetime(2027, 3, 28, 2, 30), PRAGUE)
    with pytest.raises(ValueError, match=r"comes twice.*01:30:00-04:00 or .*01:30:00-05:00"):
        moment(datetime(2026, 11, 1, 1, 30), NEW_YORK)
    gap, twice = (datetime(2027, 3, 14, 2, 30), datetime(2026, 11, 1, 1, 30))
    shown = [f"{latest(one.replace(tzinfo=NEW_YORK)):%H:%M}" for one in (gap, twice)]
    assert shown == ["07:30", "06:30"]


@pytest.mark.parametrize("name", ["America/NewYork", "New York", "america/new_york"])
def test_a_misspelt_zone_names_the_nearest(name: str) -> None:
    with pytest.raises(ValueError, match=r"Did you mean America/New_York\?"):
        zone_named(name)
