"""A course of two assignments: `colours` hands out answers of `nets`."""

from pathlib import Path
from textwrap import dedent

from autograder.course.config import Course, load_course

TOML = """
[course]
id = "pair"
title = "A pair"
term = "Spring 2027"

[assignments.nets]
title = "Nets"
due = 2027-03-01T12:00:00+00:00
solutions_from = 2027-03-04T12:00:01+00:00

[assignments.nets.late]
closed_after_days = 3

[assignments.nets.exercises]
masks = 3
layers = 2

[assignments.colours]
title = "Colours"
due = 2027-04-01T12:00:00+00:00
released = 2027-03-05T08:00:00+00:00
supplied = ["nets/layers.Layer", "nets/masks.doubled"]

[assignments.colours.exercises]
paint = 5
"""

MASKS = '''"""Reference solutions of nets/masks."""

import math
from functools import lru_cache, partial

HALF = 0.5
_FACTOR = 4 * HALF


def doubled(size: int) -> float:
    """Return twice the size."""
    ### BEGIN SOLUTION
    twice_as_large = math.prod([size, _FACTOR])
    return twice_as_large
    ### END SOLUTION


def unrelated(size: int) -> int:
    """Return what no one is supplied with."""
    ### BEGIN SOLUTION
    nobody_else_sees_this = size + 17
    return nobody_else_sees_this
    ### END SOLUTION


def cached(size: int) -> int:
    """Return the size."""
    ### BEGIN SOLUTION
    return lru_cache(partial(int, size))()
    ### END SOLUTION
'''

LAYERS = '''"""Reference solutions of nets/layers."""

import math

from solutions.nets.masks import doubled


# A layer of its own.
class Layer:
    """A layer."""

    def __init__(self, size: int) -> None:
        """Build it."""
        ### BEGIN SOLUTION
        unrelated = math.floor(doubled(size))
        self.layer_size = unrelated + 1
        ### END SOLUTION
'''

PAINT = '''"""Reference solutions of colours/paint."""


def paint(size: int) -> int:
    """Return the paint that a layer of this size needs."""
    ### BEGIN SOLUTION
    litres_of_paint = 3 * size
    return litres_of_paint
    ### END SOLUTION
'''

NETS = """# {{ title }}

{{ exercise("masks") }}

{{ exercise("layers") }}
"""

COLOURS = """# {{ title }}

{{ supplied("nets/layers.Layer") }}

{{ supplied("nets/masks.doubled") }}

{{ exercise("paint") }}
"""


def make_pair(root: Path, *changes: tuple[str, str], **files: str) -> Course:
    """Write the course to `root`, its course.toml with `changes`; `files` replace texts."""
    texts = {"masks": MASKS, "layers": LAYERS, "paint": PAINT, **files}
    toml = TOML
    for before, after in changes:
        assert before in toml
        toml = toml.replace(before, after)
    for name, exercises in {"nets": ("masks", "layers"), "colours": ("paint",)}.items():
        assignment, solutions = root / "assignments" / name, root / "solutions" / name
        assignment.mkdir(parents=True, exist_ok=True)
        solutions.mkdir(parents=True, exist_ok=True)
        handout = files.get(name, {"nets": NETS, "colours": COLOURS}[name])
        (assignment / "assignment.md.j2").write_text(handout, encoding="utf-8")
        for exercise in exercises:
            (solutions / f"{exercise}.py").write_text(texts[exercise], encoding="utf-8")
    (root / "course.toml").write_text(dedent(toml), encoding="utf-8")
    return load_course(root)
