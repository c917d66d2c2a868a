"""`autograder rename`: what it does, and what it prints."""

import shutil
from pathlib import Path

from autograder.course.config import load_course
from autograder.course.rename import Renaming, planned
from autograder.errors import CourseError
from autograder.gradebook.knows import forget, require_unused
from autograder.storage.atomic import write_atomically


def rename(root: Path, old: str, new: str) -> int:
    """Rename an assignment or an exercise, and say what has changed and what to do next."""
    course = load_course(root)
    plan = planned(course, old, new)
    assignment = old.partition("/")[0]
    require_unused(course, assignment)
    _carry_out(course.root, plan)
    if "/" not in old:
        forget(course, old)
    for before, after in plan.moves.items():
        print(f"  moved    {before} → {after}")
    for path in plan.texts:
        print(f"  changed  {path}")
    for path in plan.removed:
        print(f"  removed  {path}, which build makes again")
    print(
        f"Hidden inputs derive from names: they are others now. Then:\n"
        f"  autograder build {new.partition('/')[0]}\n"
        f"  autograder verify {new.partition('/')[0]}"
    )
    return 0


def _carry_out(root: Path, plan: Renaming) -> None:
    """Carry out a plan, or leave everything as it was: raises CourseError saying what is wrong."""
    before = {path: (root / path).read_bytes() for path in plan.texts}
    done: list[tuple[Path, Path]] = []
    try:
        for path, text in plan.texts.items():
            write_atomically(root / path, text.encode(), public=True)
        for old, new in plan.moves.items():
            (root / new).parent.mkdir(parents=True, exist_ok=True)
            (root / old).rename(root / new)
            done.append((old, new))
        load_course(root)
    except (CourseError, OSError) as error:
        for old, new in reversed(done):
            (root / new).rename(root / old)
        for path, content in before.items():
            write_atomically(root / path, content, public=True)
        raise CourseError(f"Nothing was renamed, since then it would be: {error}") from error
    for path in plan.removed:
        shutil.rmtree(root / path)
