"""What holds for the checks of each exercise whose reference can be asked in this process."""

import pytest

from tests.support.checked import (
    assert_all_pass,
    assert_nothing_passes,
    findings,
    reference,
    stubs,
    visible_share,
)

pytestmark = pytest.mark.parametrize("exercise", ["likelihood", "masks"])


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_reference_passes(exercise: str, seed: int) -> None:
    assert_all_pass(findings(exercise, reference(), seed))


def test_an_unwritten_exercise_gets_nothing(exercise: str) -> None:
    assert_nothing_passes(findings(exercise, {}))
    found = findings(exercise, stubs(exercise))
    assert_nothing_passes(found)
    assert "crashed" not in {f.outcome for f in found.values()}


def test_about_a_third_of_the_weight_is_visible(exercise: str) -> None:
    assert 0.3 <= visible_share(exercise) <= 0.4
