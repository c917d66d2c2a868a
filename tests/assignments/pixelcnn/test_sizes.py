"""pixelcnn on other images: 28 x 28 in black and white, and 32 x 32 in colour of 256 values."""

import ast
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

from autograder.course.config import Course
from autograder.course.known import answer_sheet
from autograder.course.opened import open_course
from autograder.datasets.prepare import prepare
from autograder.errors import CourseError, TemplateError
from autograder.grading.exam import load_exam
from autograder.handout.build import build, build_check, drafts
from tests.conftest import ROOT
from tests.support.handouts import errors, texts
from tests.support.sizes import COLOUR, FASHION, sized

SMALL = {"hidden_channels": 6, "num_layers": 2, "batch_size": 4, "train_steps": 12}
SELF_CHECK = "self-check"  # their questions are asked, and timed, elsewhere


def prose(course: Course) -> str:
    """Return what a student reads, but for the self-checks' parameters."""
    cells = drafts(course, "pixelcnn")[1].cells
    return "\n".join(one.source for one in cells if "self_check(" not in one.source)


def of_vae(page: str) -> list[str]:
    """Return what only the part on VAEs says; how models are trained is the same for all."""
    words = ("gaussian_kl", "importance_bound", "part 5", "part-5", "Against a VAE", "ELBO")
    return [word for word in words if word in page]


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Course]:
    """Both courses, built; with small models, since notebooks are run."""
    found = {}
    for name in (FASHION, COLOUR):
        root = tmp_path_factory.mktemp(name)
        found[name] = sized(root, name, **SMALL)
        build(found[name], "pixelcnn")
    return found


pytestmark = [
    pytest.mark.nbgrader,
    pytest.mark.slow,
    pytest.mark.xdist_group("pixelcnn at other sizes"),
]


@pytest.mark.parametrize("name", [FASHION, COLOUR])
def test_the_release_holds_the_images_and_is_what_would_be_built(
    name: str, courses: dict[str, Course]
) -> None:
    course = courses[name]
    data = course.assignment("pixelcnn").data
    assert data is not None
    released = course.root / "release" / "pixelcnn" / data.file
    with np.load(released) as stored:
        images = stored["images"]
    side, values = (28, 2) if name == FASHION else (32, 256)
    assert images.dtype == np.uint8 and images.shape[-2:] == (side, side)
    assert len(images) == data.train + data.held_back and images.max() == values - 1
    assert build_check(course, "pixelcnn") == ()
    # Nothing of another set comes along.
    assert [path.name for path in released.parent.glob("*.npz")] == [data.file]


def test_black_and_white_clothes_are_told_as_such(courses: dict[str, Course]) -> None:
    page = prose(courses[FASHION])
    assert "1,600 pictures of clothes (Fashion-MNIST)" in page and "fashion-mnist.npz" in page
    assert "28 × 28 = 784 black-or-white pixels" in page and "$2^{ 784 }$ versions" in page
    assert "we have 1,500 images" in page and "784 pixels, 784 passes" in page
    assert "## Part 5 · Against a VAE" in page and "Part 6" not in page
    assert "digits.npz" not in page and "1,797" not in page and "they come as 8 x 8" not in page


def test_colour_is_told_as_such_and_without_a_vae(courses: dict[str, Course]) -> None:
    page = prose(courses[COLOUR])
    assert "three colours, each of 256 values" in page and "shapes.npz" in page
    assert "3072 numbers of 256 values each" in page and "$256^{ 3072 }$ images" in page
    assert "17034.79 | 81.30" in page and "| 8.00 | 0.150 |" in page  # 3072 log 256, 8 bits
    assert "black-or-white pixels" not in page and "digits.npz" not in page
    assert of_vae(page) == []


@pytest.mark.parametrize("name", [FASHION, COLOUR])
def test_every_cell_parses(name: str, courses: dict[str, Course]) -> None:
    for cell in drafts(courses[name], "pixelcnn")[1].cells:
        if cell.cell_type == "code":
            ast.parse(cell.source)


@pytest.mark.filterwarnings("ignore")  # of Jupyter's client, not of ours
@pytest.mark.timeout(900)
@pytest.mark.parametrize("solved", [False, True], ids=["empty", "solved"])
@pytest.mark.parametrize("name", [FASHION, COLOUR])
def test_the_notebook_runs_from_top_to_bottom(
    name: str,
    solved: bool,
    courses: dict[str, Course],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    course = courses[name]
    released = course.root / "release" / "pixelcnn"
    notebook: NotebookNode = nbformat.read(released / "pixelcnn.ipynb", as_version=4)
    notebook = answer_sheet(course, "pixelcnn", notebook) if solved else notebook
    tags = [one.metadata.get("tags", []) for one in notebook.cells]
    kept = [one for one, own in zip(notebook.cells, tags, strict=True) if SELF_CHECK not in own]
    notebook.cells = kept
    done = run(notebook, released, tmp_path, monkeypatch)
    assert errors(done) == []
    said = texts(done)
    assert not [text for text in said if "✗" in text]
    waiting = [text for text in said if "waiting for you" in text]
    assert bool(waiting) != solved
    if solved:
        assert any("passes," in text for text in said), "it has painted"
        assert any("trained GatedPixelCNN" in text for text in said)


def run(
    notebook: NotebookNode, released: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> NotebookNode:
    for path in released.iterdir():
        (folder / path.name).symlink_to(path)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), str(ROOT)]))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")  # tests beside it use the other cores
    resources = {"metadata": {"path": str(folder)}}
    client: Any = NotebookClient(notebook, timeout=600, resources=resources, allow_errors=True)
    done: NotebookNode = client.execute()
    return done


def test_what_the_handout_cannot_be_about_is_refused(tmp_path: Path) -> None:
    grey = sized(tmp_path / "grey", FASHION, num_values=4)
    with pytest.raises(TemplateError, match="the exercise vae is about black-and-white images"):
        build(grey, "pixelcnn")
    text = (grey.root / "course.toml").read_text(encoding="utf-8")
    (grey.root / "course.toml").write_text(text.replace("vae = 20\n", ""), encoding="utf-8")
    page = prose(open_course(grey.root))
    assert "28 pixels, 4 greys" in page and of_vae(page) == []


def test_other_images_are_other_verdicts(tmp_path: Path) -> None:
    course = sized(tmp_path / "course", FASHION)
    toml = course.root / "course.toml"
    text = toml.read_text(encoding="utf-8")
    found: list[Mapping[str, str]] = []
    for held_back in ("100", "99", "100"):
        changed = text.replace("held_back = 100", f"held_back = {held_back}")
        toml.write_text(changed, encoding="utf-8")
        course = open_course(course.root).under("a secret")
        if found:
            with pytest.raises(CourseError, match="not the images of which"):
                load_exam(course, "pixelcnn", NotebookNode(cells=[]))
        prepare(course, "pixelcnn")
        found.append(load_exam(course, "pixelcnn", NotebookNode(cells=[])).exercise_sha256)
    first, second, third = found
    assert first == third
    assert all(first[one] != second[one] for one in first)
