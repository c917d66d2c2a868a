"""The key of one answer of a course, as course.toml and handouts spell it."""

import re
from dataclasses import dataclass

_SPELT = re.compile(r"([a-z][a-z0-9_]*)/([a-z][a-z0-9_]*)\.([A-Za-z_][A-Za-z0-9_]*)")


@dataclass(frozen=True)
class Key:
    """One function or class that a reference defines, such as `flows/coupling.Affine`."""

    assignment: str
    exercise: str
    name: str

    def __str__(self) -> str:
        """Spell it."""
        return f"{self.assignment}/{self.exercise}.{self.name}"


def key_of(text: str) -> Key:
    """Read a key; raises ValueError saying how one is spelt."""
    found = _SPELT.fullmatch(text)
    if not found:
        raise ValueError(
            f"{text!r} is no answer of a reference; it is spelt "
            f'"<assignment>/<exercise>.<name>", such as "flows/coupling.Affine"'
        )
    return Key(*found.groups())


def require_keys(texts: list[str]) -> list[str]:
    """Return the keys; raises ValueError for one that is none, or that stands there twice."""
    for text in texts:
        key_of(text)
        if texts.count(text) > 1:
            raise ValueError(f"{text} stands there twice; name each answer once")
    return texts
