"""What students read of `losses`, `optimum` and `experience`: each sentence can be translated."""

import pytest

from autograder.course.known import Known, known_submissions
from tests.assignments.games.asked import findings
from tests.conftest import ROOT
from tests.support.sentences import untranslatable

EXERCISES = ("losses", "optimum", "experience")
SOME = 4  # of so many known submissions one is asked
EVERY = known_submissions(ROOT / "tests" / "submissions", "games")
WRONG = [one for one in EVERY if not one.right and one.exercise in EXERCISES][::SOME]


@pytest.mark.slow
@pytest.mark.parametrize("known", WRONG, ids=lambda known: f"{known.exercise}-{known.name}")
def test_all_that_is_said_of_wrong_answers_can_be_translated(known: Known) -> None:
    found = findings(known)
    assert set(known.expect) <= {one.check for one in found if one.outcome != "passed"}
    assert known.says in " ".join(one.message for one in found)
    assert not untranslatable(found)
