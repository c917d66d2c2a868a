"""A course of two exercises in a temporary folder, for tests of all that stands on a course."""

from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import nbformat
from nbformat import NotebookNode

from autograder.course.config import Course, load_course

COURSE = """
[course]
id = "toys"
title = "Toys"
term = "Spring 2027"

[assignments.toy]
title = "A toy"
due = 2027-03-01T12:00:00+00:00

[assignments.toy.exercises]
masks = 4
scores = 2.5

[assignments.toy.parameters]
size = 7
"""

HANDOUT = r"""# {{ title }}, {{ term }}

{{ total_points }} points, due {{ due }}. A kernel of {{ p.size }}: $\frac{a}{b_{i}} {% {# $.

```python
import math
```

## Masks, {{ points("masks") }} points

{{ exercise("masks") }}

## Scores

```python tags=["ungraded"]
print("a demo", first(3))
```

{{ solution("scores.score") }}

Some prose.
{{ self_check("scores") }}
{{ grade("scores") }}
"""

MASKS = '''"""Reference solutions of toy/masks."""

import math
from functools import cache


# The first one.
@cache
def first(size: int) -> int:
    """Return the first.

    ```python
    first(1)
    ```
    """
    # One line.
    ### BEGIN SOLUTION
    hidden_trick = math.prod([size, 2])
    return hidden_trick
    ### END SOLUTION


class Layer:
    """A layer."""

    def __init__(self, size: int) -> None:
        ### BEGIN SOLUTION
        self.secret_size = first(size) + 1
        ### END SOLUTION

    def forward(self) -> int:
        """Return it."""
        ### BEGIN SOLUTION
        return self.secret_size
        ### END SOLUTION
'''

SCORES = '''"""Reference solutions of toy/scores."""

from solutions.toy.masks import first


def score(size: int) -> float:
    """Return the score."""
    ### BEGIN SOLUTION
    return first(size) / 4  # type: ignore[no-any-return]
    ### END SOLUTION
'''


def make_course(root: Path, **files: str) -> Course:
    """Write the toy course to `root`; `files` replace handout, masks, scores or course."""
    texts = {"handout": HANDOUT, "masks": MASKS, "scores": SCORES, "course": COURSE, **files}
    assignment, solutions = root / "assignments" / "toy", root / "solutions" / "toy"
    (assignment / "figures").mkdir(parents=True)
    solutions.mkdir(parents=True)
    (root / "course.toml").write_text(dedent(texts["course"]), encoding="utf-8")
    (assignment / "assignment.md.j2").write_text(texts["handout"], encoding="utf-8")
    (assignment / "data.npz").write_bytes(b"\x93data")
    (assignment / "make_data.py").write_text("print('how the data came about')\n")
    (assignment / "figures" / "one.svg").write_text("<svg/>\n")
    (solutions / "masks.py").write_text(texts["masks"], encoding="utf-8")
    (solutions / "scores.py").write_text(texts["scores"], encoding="utf-8")
    return load_course(root)


def read_notebook(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)  # type: ignore[no-any-return]


def by_name(notebook: NotebookNode) -> dict[str, NotebookNode]:
    """Return the cells that nbgrader knows, by grade_id."""
    return dict(_named(notebook))


def _named(notebook: NotebookNode) -> Iterator[tuple[str, NotebookNode]]:
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            yield cell.metadata.nbgrader.grade_id, cell
