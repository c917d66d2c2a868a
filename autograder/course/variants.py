"""Parameters of course.toml that are drawn per student: `kernel_size = { one_of = [3, 5, 7] }`.

Each way to draw them all is a variant, named by a letter. Of a variant, an assignment has plain
parameters; without one, it has those of the first.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import scrypt
from itertools import product
from math import prod
from string import ascii_lowercase
from typing import Any

from autograder.errors import CourseError

FOLDER = "variants"  # of a release
START = "start"  # the notebook there that gives each student their own
LAYS_OUT = "from yours import lay_out"  # a line of it, by which it is known
FEWEST = 20  # characters of a secret that a key is made from which all may read

_KEYS = ("one_of", "with")
_COST = 1 << 14  # of scrypt: a twentieth of a second for each guess


@dataclass(frozen=True)
class OneOf:
    """A parameter that is drawn; `follows` names the one whose draw decides it, too."""

    values: tuple[Any, ...]
    follows: str = ""


@dataclass(frozen=True)
class Variant:
    """One way to draw all parameters that are: its letter, and what each of them is then.

    `told` says those of them that follow no other, as course.toml would.
    """

    name: str
    drawn: Mapping[str, Any] = field(default_factory=dict)
    told: str = ""


def one_of(table: Mapping[str, Any]) -> OneOf:
    """Read the table of a parameter that is drawn; raises ValueError saying what it should be."""
    values, follows = table.get("one_of"), table.get("with", "")
    if set(table) - set(_KEYS) or not isinstance(values, list) or not isinstance(follows, str):
        raise ValueError(
            'should be a value, or a table such as { one_of = [3, 5, 7] }, and with = "…" in it '
            "where the draw of another parameter decides"
        )
    if len(values) < 2:
        raise ValueError("should have two values or more in one_of; write a single one plainly")
    if not follows and any(value in values[:n] for n, value in enumerate(values)):
        raise ValueError("has a value twice in one_of, so that two variants would be the same")
    return OneOf(tuple(values), follows)


def variants_of(given: Mapping[str, Any]) -> tuple[Variant, ...]:
    """Return all variants of an assignment, () where nothing is drawn.

    Raises ValueError where one parameter follows another that it cannot follow, or there are more
    than there are letters.
    """
    drawn = {name: one for name, one in given.items() if isinstance(one, OneOf)}
    own = {name: one for name, one in drawn.items() if not one.follows}
    for name, one in drawn.items():
        _require_leader(name, one, own)
    if not own:
        return ()
    count = prod(len(one.values) for one in own.values())
    if count > len(ascii_lowercase):
        raise ValueError(
            f"{' and '.join(own)} make {count} variants, and {len(ascii_lowercase)} are the "
            f"most. Draw fewer, or let one follow another's draw by with"
        )
    ways = (dict(zip(own, way, strict=True)) for way in product(*map(_numbers, own.values())))
    return tuple(
        _variant(letter, way, drawn) for letter, way in zip(ascii_lowercase, ways, strict=False)
    )


def _variant(letter: str, way: Mapping[str, int], drawn: Mapping[str, OneOf]) -> Variant:
    found = {name: one.values[way[one.follows or name]] for name, one in drawn.items()}
    told = ", ".join(f"{name} = {json.dumps(found[name], ensure_ascii=False)}" for name in way)
    return Variant(letter, found, told.replace("`", "'"))  # it stands as code in Markdown


def _numbers(one: OneOf) -> range:
    return range(len(one.values))


def _require_leader(name: str, one: OneOf, own: Mapping[str, OneOf]) -> None:
    if not one.follows:
        return
    leader = own.get(one.follows)
    if leader is None:
        raise ValueError(
            f"{name} follows {one.follows!r}, which is no parameter that is drawn by itself. "
            f"Give it one_of without with"
        )
    if len(leader.values) != len(one.values):
        raise ValueError(
            f"{name} has {len(one.values)} values and {one.follows}, which it follows, has "
            f"{len(leader.values)}. Give both as many"
        )


def key_from(secret: bytes, assignment: str) -> str:
    """Make the key of an assignment's draw, which all may read; raises CourseError.

    Who guesses a secret can tell by such a key that it is right: hence not from a short one.
    """
    characters = len(secret.decode("utf-8", "replace"))
    if characters < FEWEST:
        raise CourseError(
            f"The course's secret has {characters} characters. What variants are drawn by is made "
            f"from it and handed out, so that a short one could be guessed. Make one of {FEWEST} "
            f'characters or more: python -c "import secrets; print(secrets.token_hex())"'
        )
    return _stretched(secret, assignment)


@cache
def _stretched(secret: bytes, assignment: str) -> str:
    salt = f"the variants of {assignment}".encode()
    return scrypt(secret, salt=salt, n=_COST, r=8, p=1, dklen=16).hex()
