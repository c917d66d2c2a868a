"""What students read of wrong samplers and VAEs: each sentence can be translated."""

import pytest

from autograder.course.known import Known
from tests.support.checked import asked, submissions
from tests.support.models import notebook
from tests.support.sentences import untranslatable

from .test_sampling import findings

SOME = 5  # of so many known submissions one is asked


def some(exercise: str) -> list[Known]:
    return submissions(exercise, right=False)[::SOME]


@pytest.mark.slow
@pytest.mark.parametrize("known", some("sampling"), ids=lambda known: known.name)
def test_all_that_is_said_of_samplers_can_be_translated(known: Known) -> None:
    assert not untranslatable(findings(notebook(known.source)).values())


@pytest.mark.slow
@pytest.mark.parametrize("known", some("vae"), ids=lambda known: known.name)
def test_all_that_is_said_of_vaes_can_be_translated(known: Known) -> None:
    assert not untranslatable(asked("vae", known.source).values())
