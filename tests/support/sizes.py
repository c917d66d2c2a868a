"""Courses of pixelcnn at other sizes, from tests/courses/: folders that can be built and graded."""

import re
import shutil
from pathlib import Path

import numpy as np

from autograder.course.config import Course, load_course
from autograder.datasets.published import SHARED
from tests.conftest import ROOT
from tests.courses.shapes import shapes
from tests.support.imagesets import write_idx

COURSES = ROOT / "tests" / "courses"
FASHION, COLOUR = "fashion28", "colour32"
# Right answers for small images alone. Tables with a weight for each pair of entries take more
# memory than a submission may for 784 of them, and learn too little in the published steps.
SMALL_ALONE = ("right_fvsbn", "right_made", "right_nade")
# A wrong answer that knows the batch of the digits' course, and two that are not what they are
# called in three colours: there are no digits to peek at, and no axis of one channel to miss.
KNOW_THE_BATCH = ("wrong_leaks_in_batches_of_64",)
NOT_IN_COLOUR = ("wrong_peeks_at_digits", "wrong_channel_axis_missing")


def sized(root: Path, name: str, **parameters: object) -> Course:
    """Make a course of tests/courses/ in a folder, with other parameters where they are named.

    Fashion-MNIST is this machine's own where it is installed, else shapes in its files' form: what
    is asked of either is the same, but for how well it is learned.
    """
    text = (COURSES / f"{name}.toml").read_text(encoding="utf-8")
    for key, value in parameters.items():
        text, found = re.subn(rf"(?m)^{key} = .*$", f"{key} = {value}", text)
        assert found == 1, key
    ignored = shutil.ignore_patterns("__pycache__", "*.npz")
    shutil.copytree(ROOT / "assignments/pixelcnn", root / "assignments/pixelcnn", ignore=ignored)
    shutil.copytree(ROOT / "solutions/pixelcnn", root / "solutions/pixelcnn", ignore=ignored)
    (root / "course.toml").write_text(text, encoding="utf-8")
    if name == COLOUR:
        np.savez_compressed(root / "shapes.npz", images=shapes())
    elif not (SHARED / "fashion-mnist").is_dir():
        grey = shapes(2000, 28).mean(axis=1).astype(np.uint8)
        write_idx(root / "data" / "fashion-mnist", grey, packed=True)
    return load_course(root)


def known_at(course: Course, folder: Path) -> Path:
    """Copy the known submissions of pixelcnn that are what they are called in a course of a size.

    To `folder`, which is what `verify --submissions` takes.
    """
    known = ROOT / "tests" / "submissions" / "pixelcnn"
    colour = course.assignment("pixelcnn").parameters.get("channels", 1) == 3
    names = (*SMALL_ALONE, *KNOW_THE_BATCH, *(NOT_IN_COLOUR if colour else ()))
    left_out = [f"{name}.py" for name in names]
    for exercise in course.assignment("pixelcnn").exercises:
        ignored = shutil.ignore_patterns("__pycache__", *left_out)
        shutil.copytree(known / exercise, folder / "pixelcnn" / exercise, ignore=ignored)
    return folder
