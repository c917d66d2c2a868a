"""Whether what a student reads can be translated: each sentence in it, and what is filled in."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from autograder.records.verdict import Finding
from autograder.text.i18n import recipe_of
from tools.translations import domains, messages


@cache
def found_by_translators() -> frozenset[str]:
    """Return every text that the tool for translations finds in the sources."""
    ids = [message.id for domain in domains() for message in messages(domain)]
    return frozenset(t for one in ids for t in (one if isinstance(one, list | tuple) else [one]))


def untranslatable(found: Iterable[Finding]) -> set[str]:
    """Return sentences of our own that no catalogue can hold."""
    return {str(one) for one in _sentences(found) if not _is_known(recipe_of(one))}


def _sentences(found: Iterable[Finding]) -> Iterator[str]:
    for finding in found:
        yield from filter(None, (finding.message, finding.question))
        if finding.picture:
            yield from filter(None, (finding.picture.alt, finding.picture.caption))


def _is_known(recipe: Mapping[str, Any] | None) -> bool:
    """Say whether a recipe is of known texts; plain values must not be sentences of ours."""
    if recipe is None:
        return False
    if "parts" in recipe:
        return all(_is_known(part) for part in recipe["parts"])
    if "quote" in recipe:
        return True
    values = recipe.get("values", {}).values()
    return recipe["text"] in found_by_translators() and all(map(_is_filled_in_well, values))


def _is_filled_in_well(value: object) -> bool:
    if isinstance(value, Mapping):
        return _is_known(value)
    is_sentence = isinstance(value, str) and " " in value and value in found_by_translators()
    return not is_sentence
