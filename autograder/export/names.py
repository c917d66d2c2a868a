"""Names on the command line of `nbgrader export`."""

from collections.abc import Iterable


def names_in(given: Iterable[object]) -> tuple[str, ...]:
    """Return names on nbgrader's command line, where [one,two] arrives as one item or as
    several.
    """
    texts = (str(item).removeprefix("[").removesuffix("]") for item in given)
    names = (name.strip(" '\"") for text in texts for name in text.split(","))
    return tuple(filter(None, names))
