"""The report of a class with variants: each row's, and how those with each of them did."""

import json

from autograder.report.page import to_csv, to_html, to_json
from autograder.report.summary import ClassReport, Tally
from autograder.report.variants import with_variants
from tests.unit.report.test_report import HOSTILE, finding, verdict

TOLD = {"a": "size = 3", "b": "size = 5", "c": "size = 7"}


def report(**letters: str) -> ClassReport:
    tally = Tally({"masks": 4.0, "stack": 6.0})
    for points, student in enumerate(letters):
        tally.add(verdict(student, float(points), finding("passed"), finding("failed")))
    return with_variants(tally.report("PixelCNN", [], []), letters, TOLD)


def test_each_variant_has_the_mean_of_its_own() -> None:
    told = report(ada="a", bela="b", chiara="a")
    assert [row.variant for row in told.rows] == ["a", "b", "a"]
    points = {row.student: row.points for row in told.rows}
    assert [(one.name, one.points) for one in told.variants] == [
        ("a", (points["ada"], points["chiara"])),
        ("b", (points["bela"],)),
        ("c", ()),
    ]
    assert told.variants[0].mean == (points["ada"] + points["chiara"]) / 2
    assert json.loads(to_json(told))["variants"][1]["mean"] == points["bela"]


def test_page_and_table_say_it() -> None:
    told = report(ada="a", bela="b")
    page, table = to_html(told, "today"), to_csv(told)
    assert "By variant" in page and "<code>size = 7</code>" in page
    assert table.splitlines()[0].endswith(",variant") and table.splitlines()[1].endswith(",a")


def test_where_all_got_the_same_nothing_is_said() -> None:
    tally = Tally({"masks": 4.0, "stack": 6.0})
    tally.add(verdict("ada", 1.0, finding("passed")))
    plain = tally.report("PixelCNN", [], [])
    assert with_variants(plain, {"ada": ""}, {}) == plain
    assert "variant" not in to_csv(plain) and "By variant" not in to_html(plain, "today")


def test_a_hostile_name_still_has_its_variant() -> None:
    tally = Tally({"masks": 4.0, "stack": 6.0})
    tally.add(verdict(HOSTILE, 1.0, finding("passed")))
    told = with_variants(tally.report("PixelCNN", [], []), {HOSTILE: "b"}, TOLD)
    assert told.rows[0].variant == "b"
