"""What somebody may have meant by a name that is not known."""

from collections.abc import Iterable
from difflib import get_close_matches

_MOST_LISTED = 12  # names; more of them tell nobody anything


def meant(name: str, known: Iterable[str]) -> str:
    """Return the known name that is most like this one, '' for none that is like it."""
    names = {one.casefold(): one for one in known}
    found = get_close_matches(name.casefold(), names, n=1, cutoff=0.6)
    return names[found[0]] if found else ""


def hint(name: str, known: Iterable[str]) -> str:
    """Return a sentence that leads from a wrong name to a right one: the nearest, or all of few."""
    names = list(known)
    nearest = meant(name, names)
    if nearest:
        return f"Did you mean {nearest}?"
    if not names:
        return ""
    shown = ", ".join(names[:_MOST_LISTED])
    return f"It has: {shown}{', …' if len(names) > _MOST_LISTED else ''}."
