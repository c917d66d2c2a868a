"""formgrader's process lives for days: what is edited between two clicks grades the second."""

from pathlib import Path
from typing import Any

import pytest
from nbgrader.apps import NbGraderAPI

from autograder.handout.nbgrader_steps import quiet_nbgrader
from autograder.runs.run import run_of
from tests.support.toyclass import ENVIRONMENT, gradebook, make_class

pytestmark = [pytest.mark.nbgrader, pytest.mark.sandbox]


def clicked(api: NbGraderAPI) -> dict[str, Any]:
    """Press formgrader's button; emi's `first` returns 6, whatever it is asked."""
    with quiet_nbgrader():
        result: dict[str, Any] = api.autograde("toy", "emi")
    return result


def test_what_is_edited_between_two_clicks_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOGRADER_SECRET", ENVIRONMENT["AUTOGRADER_SECRET"])
    course = make_class(tmp_path)
    api = NbGraderAPI(config=run_of(course).settings)  # as it was when the server began

    def points() -> float:
        result = clicked(api)
        assert result["success"], result["log"]
        score = gradebook(course)["emi", "masks-grade"][0]
        assert isinstance(score, float)
        return score

    assert points() == 2.0
    place = tmp_path / "course.toml"
    text = place.read_text()
    place.write_text(text.replace("size = 7", "size = 3"))
    assert points() == 4.0
    check = course.checks("toy") / "masks.py"
    check.write_text(check.read_text().replace("!= 6", "!= 9"))
    assert points() == 2.0
    place.write_text(text.replace("size = 7", "size = "))
    failed = clicked(api)
    assert not failed["success"] and f"{place}: this is not TOML" in failed["log"]
    assert gradebook(course)["emi", "masks-grade"][0] == 2.0
