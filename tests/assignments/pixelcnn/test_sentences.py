"""What students read of wrong samplers and VAEs: each sentence can be translated."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest

from autograder.course.known import Known
from autograder.records.verdict import Finding
from autograder.text.i18n import recipe_of
from tests.support.checked import asked, submissions
from tests.support.models import notebook
from tools.translations import domains, messages

from .test_sampling import findings

SOME = 5  # of so many known submissions one is asked


@cache
def found_by_translators() -> frozenset[str]:
    """Return every text that the tool for translations finds in the sources."""
    ids = [message.id for domain in domains() for message in messages(domain)]
    return frozenset(t for one in ids for t in (one if isinstance(one, list | tuple) else [one]))


def texts(recipe: Mapping[str, Any] | None) -> Iterator[str | None]:
    """Return the texts of a recipe; None where a part has none, and so cannot be translated."""
    if recipe is None:
        yield None
    elif "parts" in recipe:
        for part in recipe["parts"]:
            yield from texts(part)
    elif "quote" not in recipe:
        yield recipe["text"]
        for value in recipe.get("values", {}).values():
            if isinstance(value, Mapping):
                yield from texts(value)


def untranslatable(found: Mapping[str, Finding]) -> set[str]:
    """Return sentences of our own that no catalogue can hold."""
    sentences = [finding.message for finding in found.values()]
    sentences += [finding.question for finding in found.values()]
    for finding in found.values():
        if finding.picture:
            sentences += [finding.picture.alt, finding.picture.caption]
    return {
        str(sentence)
        for sentence in sentences
        if sentence
        and not all(text in found_by_translators() for text in texts(recipe_of(sentence)))
    }


def some(exercise: str) -> list[Known]:
    return submissions(exercise, right=False)[::SOME]


@pytest.mark.slow
@pytest.mark.parametrize("known", some("sampling"), ids=lambda known: known.name)
def test_all_that_is_said_of_samplers_can_be_translated(known: Known) -> None:
    assert not untranslatable(findings(notebook(known.source)))


@pytest.mark.slow
@pytest.mark.parametrize("known", some("vae"), ids=lambda known: known.name)
def test_all_that_is_said_of_vaes_can_be_translated(known: Known) -> None:
    assert not untranslatable(asked("vae", known.source))
