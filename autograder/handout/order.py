"""What must hold of the cells of handouts: each stands once, and where it can be graded."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from autograder.course.solutions import Definition
from autograder.errors import TemplateError

EARLIER = "earlier in"  # how the key of a cell begins that runs the notebooks before its own
SUPPLIED = "supplied in"  # how that of supplied code begins
_UNGRADED = (EARLIER, SUPPLIED)


@dataclass(frozen=True)
class Page:
    """A rendered handout: its notebook's name, its cells, and of each its key, None for its own."""

    name: str
    path: Path
    cells: tuple[NotebookNode, ...]
    keys: tuple[str | None, ...]


def require_order(
    pages: Sequence[Page],
    keys: Iterable[str],
    solutions: Mapping[str, Sequence[Definition]],
) -> None:
    """Raise TemplateError unless each cell stands once, grade cells after their solutions.

    And unless all cells of an exercise stand in one notebook, and each notebook has an exercise.
    """
    placed = [(page, key) for page in pages for key in page.keys if key is not None]
    where = pages[0].path if len(pages) == 1 else pages[0].path.parent
    for key in keys:
        times = sum(key == other for _, other in placed)
        if times != 1:
            raise TemplateError(
                f"{where}: the cell {key} stands {'twice or more' if times else 'nowhere'}. Write "
                f"{{{{ {_call(key)} }}}} once, at the beginning of a line and outside of any "
                f"fence."
            )
    order = [key for _, key in placed]
    page_of = {key: page for page, key in placed}
    for exercise, definitions in solutions.items():
        grade = f"{exercise}.grade"
        for key in [*(one.key for one in definitions), f"{exercise}.self_check"]:
            _require_together(key, page_of[key], grade, page_of[grade])
            if order.index(key) > order.index(grade) and not key.endswith(".self_check"):
                raise TemplateError(
                    f'{page_of[grade].path}: {{{{ grade("{exercise}") }}}} stands above {key}, so '
                    f"{key} could not be graded. Move it below."
                )
    if len(pages) > 1:
        _require_exercises(pages)


def _call(key: str) -> str:
    exercise, _, name = key.partition(".")
    if key.startswith(EARLIER):
        return "earlier()"
    if key.startswith(SUPPLIED):
        return f'supplied("{key.partition(": ")[2]}")'
    if not name:
        return f'written("{exercise}")'
    return f'{name}("{exercise}")' if name in ("self_check", "grade") else f'solution("{key}")'


def _require_together(key: str, page: Page, grade: str, graded: Page) -> None:
    """Raise TemplateError where a student could hand in one file with a part of an exercise."""
    if page.name != graded.name:
        raise TemplateError(
            f"{page.path}: {key} stands here, and {grade} in {graded.path.name}. All cells of an "
            f"exercise stand in one notebook. Move them together."
        )


def _require_exercises(pages: Sequence[Page]) -> None:
    for page in pages:
        if not any(_graded(page)):
            raise TemplateError(
                f"{page.path}: it has no exercise and no written answer, so there is nothing to "
                f"grade in {page.name}.ipynb. Put a notebook for reading and trying into "
                f"student/, and leave it out of notebooks = […] in course.toml."
            )


def _graded(page: Page) -> Iterator[str]:
    keys = (key for key in page.keys if key is not None and not key.startswith(_UNGRADED))
    return (key for key in keys if "." not in key or key.endswith(".grade"))
