"""nbgrader records our verdicts as they are, shows them, and starts no kernel."""

import base64
import json
import math
import os
import shutil
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from jupyter_client.manager import KernelManager
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.utils import determine_grade

from autograder.course.config import Course, load_course
from autograder.feedback.findings import findings_html, reason_html
from autograder.gradebook.publish import make_feedback
from autograder.gradebook.record import NotRecorded, write_verdict
from autograder.gradebook.recording import record
from autograder.handout.build import build, database_url
from autograder.records.cell import CellRun
from autograder.records.verdict import ExerciseVerdict, Finding, Outcome, Picture, Verdict
from autograder.runs.run import run_of
from autograder.submission.read import submission_of
from tests.conftest import ROOT
from tests.support.toycourse import by_name, make_course, read_notebook

pytestmark = pytest.mark.nbgrader

EVIL = "<script>alert('x')</script>"

CONFIG = """
from pathlib import Path
from autograder.gradebook import configure

c = get_config()
configure(c, Path(__file__).parent)
c.RecordVerdict.verdict_of = "{verdict_of}"
"""


def png() -> bytes:
    """Return one grey pixel."""

    def chunk(name: bytes, data: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + crc

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixel = zlib.compress(b"\0\x80")
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


def finding(outcome: Outcome, **more: Any) -> Finding:
    base = Finding("a_check", f"The mask is right {EVIL}", outcome, 1.0, "", visible=True)
    return replace(base, **more)


MASKS = ExerciseVerdict(
    "toy/masks",
    2.67,
    4.0,
    (
        finding("passed"),
        finding(
            "failed",
            message=f"Row 2 of `first` sees its future.\nLook at the centre. {EVIL}",
            picture=Picture(png(), "Two cells are lit that must be dark."),
            visible=False,
        ),
        finding("crashed", cause="wall_time"),
        finding("skipped"),
    ),
)
SCORES = ExerciseVerdict("toy/scores", 2.5, 2.5, (finding("passed"),))
VERDICT = Verdict(
    assignment="toy",
    student="ada",
    status="graded",
    points=5.17,
    max_points=6.5,
    submission_sha256="0" * 64,
    course_sha256="0" * 64,
    device="cpu",
    versions={},
    seconds=1.0,
    exercises=(MASKS, SCORES),
    cells=(
        CellRun("masks-first", stdout=f"hello {EVIL}\n"),
        CellRun(
            "masks-Layer", error=f"Traceback:\n  line 1\nValueError: no: {EVIL}", pictures=(png(),)
        ),
    ),
)

SEEN: list[tuple[str, str, str]] = []


def fake_verdict(course: Course, assignment: str, student: str, notebook: NotebookNode) -> Verdict:
    """Stand in for autograder.grading.batch.verdict_of; the student's name says how it ends."""
    released = read_notebook(course.root / "release" / "toy" / "toy.ipynb")
    SEEN.append((assignment, student, submission_of(notebook, released, student, "toy").sha256))
    if student.startswith("broken"):
        return replace(VERDICT, status="broken", reason="A check of ours broke.", exercises=())
    if student.startswith("rejected"):
        return replace(VERDICT, status="rejected", reason=f"It is too large. {EVIL}", exercises=())
    return replace(VERDICT, student=student)


@pytest.fixture(autouse=True)
def no_kernel(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a kernel was started")

    monkeypatch.setattr(KernelManager, "start_kernel", refuse)
    monkeypatch.setattr(KernelManager, "_async_start_kernel", refuse)
    SEEN.clear()
    yield


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("course")
    build(make_course(root), "toy")
    config = CONFIG.format(verdict_of="tests.nbgrader.test_gradebook.fake_verdict")
    (root / "nbgrader_config.py").write_text(config)
    return root


@pytest.fixture
def course(built: Path, tmp_path: Path) -> Course:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return load_course(tmp_path)


def hand_in(
    course: Course, student: str, change: Callable[[NotebookNode], None] | None = None
) -> Path:
    notebook = read_notebook(course.root / "release" / "toy" / "toy.ipynb")
    by_name(notebook)["masks-first"].source = "def first(size):\n    return 2"
    if change:
        change(notebook)
    path = course.root / "submitted" / student / "toy" / "toy.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(notebook))
    return path


def scores(course: Course, student: str) -> dict[str, float | None]:
    with Gradebook(database_url(course), "toys") as gradebook:
        submission = gradebook.find_submission_notebook("toy", "toy", student)
        return {grade.name: grade.auto_score for grade in submission.grades}


def page(course: Course, student: str) -> str:
    return (course.root / "feedback" / student / "toy" / "toy.html").read_text()


def test_the_gradebook_gets_the_points_of_the_verdict(course: Course) -> None:
    hand_in(course, "ada")
    hand_in(course, "bob")
    assert record(run_of(course), "toy", ["ada", "bob"]) == {}
    for student in ("ada", "bob"):
        assert scores(course, student) == {"masks-grade": 2.67, "scores-grade": 2.5}
    with Gradebook(database_url(course), "toys") as gradebook:
        assert gradebook.find_submission("toy", "ada").score == pytest.approx(5.17)
        assert not gradebook.find_submission("toy", "ada").needs_manual_grade


def test_recording_again_gives_the_same(course: Course) -> None:
    hand_in(course, "ada")
    for _ in range(2):
        assert record(run_of(course), "toy", ["ada"]) == {}
        assert scores(course, "ada") == {"masks-grade": 2.67, "scores-grade": 2.5}


def test_feedback_shows_findings_pictures_and_outputs(course: Course) -> None:
    hand_in(course, "ada")
    record(run_of(course), "toy", ["ada"])
    (path,) = make_feedback(run_of(course), "toy")
    text = path.read_text()
    assert text == page(course, "ada")
    assert "2.67 of 4 points · 1 of 4 checks passed" in text
    assert "Row 2 of <code>first</code> sees its future.<br>Look at the centre." in text
    assert "(hidden check)" in text
    assert 'alt="Two cells are lit that must be dark."' in text
    assert text.count("data:image/png;base64") == 2
    assert "hello &lt;script&gt;" in text
    assert "ValueError" in text
    assert "hidden_trick" not in text
    assert "alert('x')</script>" not in text


def test_there_is_no_feedback_before_anybody_was_recorded(course: Course) -> None:
    assert make_feedback(run_of(course), "toy") == ()


PROSE = f"""# Title
{EVIL} [a](javascript:alert(1)) [b](java&#115;cript:c) [c](javascript\\:d)
<a href=" JaVaScript:e">f</a>
<img src=x onerror=alert(1)> <svg onload=alert(1)><style>*{{display:none}}</style><iframe src=x>
</iframe>
<div style="position:fixed" onmouseover=alert(1)>over</div> <form action=//evil><input></form>
<a href="data:text/html,<script>alert(1)</script>">g</a> <base href=//evil> <meta refresh>

![beacon](https://evil.example/x.png) <math><mi xlink:href="javascript:alert(1)">m</mi></math>

$a < b$ and `x < y`, **bold**, <details><summary>more</summary>text</details>
"""


def test_a_students_prose_is_shown_and_cannot_run_anything(course: Course) -> None:
    def deface(notebook: NotebookNode) -> None:
        notebook.cells[0].source = PROSE
        raw = {"cell_type": "raw", "metadata": {}, "source": EVIL, "id": "raw"}
        notebook.cells.insert(1, raw)

    hand_in(course, "ada", deface)
    record(run_of(course), "toy", ["ada"])
    make_feedback(run_of(course), "toy")
    prose = page(course, "ada").partition('id="notebook"')[2]
    shown = BeautifulSoup(prose, "html.parser")
    assert not shown.select("script, style, iframe, form, input, svg, base, meta")
    assert [math["alttext"] for math in shown.select("math")] == ["a < b"]  # the formula alone

    assert not [name for tag in shown.select("*") for name in tag.attrs if name.startswith("on")]
    assert "position:fixed" not in prose and "evil.example" not in prose
    schemes = {str(a["href"]).partition(":")[0].strip().lower() for a in shown.select("a[href]")}
    assert not schemes & {"javascript", "data", "vbscript"}
    assert "picture left out: beacon" in shown.text
    assert "x < y" in shown.text
    assert shown.select_one("strong").text == "bold"  # type: ignore[union-attr]
    assert shown.select_one("details summary").text == "more"  # type: ignore[union-attr]


def test_a_picture_in_prose_cannot_fetch_a_file_of_ours(course: Course) -> None:
    secret = "the-secret-of-this-course"
    (course.root / ".secret").write_text(secret)
    (course.root / "secret.png").write_text(secret)
    names = [f"{course.root}/.secret", "../../../.secret", "../../../secret.png", "link.png"]
    names += [f"file://{course.root}/secret.png", "..%2F..%2F..%2Fsecret.png"]

    def embed(notebook: NotebookNode) -> None:
        notebook.cells[0].source = "".join(f"![p]({n}) <img src='{n}'>\n\n" for n in names)

    hand_in(course, "ada", embed)
    record(run_of(course), "toy", ["ada"])
    folder = course.root / "autograded" / "ada" / "toy"
    (folder / "link.png").symlink_to(course.root / ".secret")
    make_feedback(run_of(course), "toy")
    text = page(course, "ada")
    assert base64.b64encode(secret.encode()).decode() not in text
    assert text.count("picture left out: p") == len(names)


def test_broken_verdicts_and_unreadable_files_stop_nobody_else(course: Course) -> None:
    for student in ("ada", "broken", "zoe"):
        hand_in(course, student)
    hand_in(course, "cut").write_text('{"cells": [')
    reasons = record(run_of(course), "toy", ["ada", "broken", "cut", "gone", "zoe"])
    assert list(reasons) == ["broken", "cut", "gone"]
    assert reasons["broken"] == "Not recorded, a person has to look at it. A check of ours broke."
    assert "is not JSON" in reasons["cut"]
    assert reasons["gone"] == "No notebook was handed in."
    assert scores(course, "zoe") == {"masks-grade": 2.67, "scores-grade": 2.5}
    assert scores(course, "broken") == {"masks-grade": None, "scores-grade": None}
    assert not (course.root / "autograded" / "broken" / "toy").exists()


def test_a_rejected_submission_gets_no_points_and_the_reason(course: Course) -> None:
    hand_in(course, "rejected")
    assert record(run_of(course), "toy", ["rejected"]) == {}
    assert scores(course, "rejected") == {"masks-grade": 0.0, "scores-grade": 0.0}
    make_feedback(run_of(course), "toy")
    assert "0 of 4 points · not graded" in page(course, "rejected")
    assert "It is too large. &lt;script&gt;" in page(course, "rejected")


def test_mutilated_notebooks_are_recorded_from_any_folder(course: Course, tmp_path: Path) -> None:
    def mutilate(notebook: NotebookNode) -> None:
        cells = by_name(notebook)
        cells["masks-grade"].source = "4.0"
        cells["masks-grade"].metadata.nbgrader.points = 1e9
        cells["scores-grade"].metadata.nbgrader.grade_id = "masks-grade"
        cells["masks-first"].cell_type = "markdown"
        notebook.cells[1].metadata.nbgrader = {"schema_version": 99}

    path = hand_in(course, "o'hara 2", mutilate)
    path.with_name("timestamp.txt").write_text("2027-03-01 11:00:00 UTC")
    path.rename(path.with_name("my answer.ipynb"))
    elsewhere = tmp_path / "handed in"
    (course.root / "submitted").rename(elsewhere)
    assert record(run_of(course), "toy", ["o'hara 2"], elsewhere) == {}
    assert scores(course, "o'hara 2") == {"masks-grade": 2.67, "scores-grade": 2.5}
    with Gradebook(database_url(course), "toys") as gradebook:
        handed_in = gradebook.find_submission("toy", "o'hara 2").timestamp
        assert handed_in.isoformat() == "2027-03-01T11:00:00"


def test_formgraders_button_records_the_same(course: Course) -> None:
    hand_in(course, "ada")
    api = NbGraderAPI(config=run_of(course).settings)
    result = api.autograde("toy", "ada")
    assert result["success"], result
    assert scores(course, "ada") == {"masks-grade": 2.67, "scores-grade": 2.5}
    assert record(run_of(course), "toy", ["ada"]) == {}
    assert len(SEEN) == 2
    assert SEEN[0] == SEEN[1]


@pytest.mark.parametrize(
    ("stamp", "told"),
    [
        ("2027-03-01 19:00:00.000000 +08", "2027-03-01 11:00:00"),
        ("2027-03-01 07:00:00 -0400", "2027-03-01 11:00:00"),
        ("2036-01-01 00:00:00 UTC", "None"),
    ],
)
def test_formgraders_button_records_the_same_time(course: Course, stamp: str, told: str) -> None:
    hand_in(course, "ada").with_name("timestamp.txt").write_text(stamp)
    result = NbGraderAPI(config=run_of(course).settings).autograde("toy", "ada")
    assert result["success"], result
    with Gradebook(database_url(course), "toys") as gradebook:
        assert str(gradebook.find_submission("toy", "ada").timestamp) == told


def test_by_hand_from_generate_to_export(course: Course) -> None:
    """`nbgrader …` typed in a shell whose PATH lacks the venv's bin, in processes of their own."""
    hand_in(course, "ada")
    hand_in(course, "broken")
    hand_in(course, "cut").write_text('{"cells": [')
    root = course.root
    (root / "gradebook.db").unlink()
    (root / "fake.py").write_text(
        "import json\nfrom pathlib import Path\nfrom dataclasses import replace\n"
        "from autograder.records.verdict import Verdict\n"
        "def verdict_of(course, assignment, student, notebook):\n"
        "    text = (course.root / 'verdict.json').read_text()\n"
        "    verdict = Verdict.from_json(json.loads(text))\n"
        "    return replace(verdict, status='broken') if student == 'broken' else verdict\n"
    )
    (root / "verdict.json").write_text(json.dumps(VERDICT.to_json()))
    (root / "nbgrader_config.py").write_text(CONFIG.format(verdict_of="fake.verdict_of"))
    path = os.pathsep.join([str(root), str(ROOT)])
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": path, "HOME": str(root)}

    def nbgrader(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "nbgrader", *words]
        return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)

    made = nbgrader("generate_assignment", "toy", "--force")
    assert made.returncode == 0, made.stderr
    graded = nbgrader("autograde", "toy")
    assert graded.returncode == 1  # for broken and cut; ada is recorded all the same
    assert "a person has to look at it" in graded.stderr
    assert scores(course, "ada") == {"masks-grade": 2.67, "scores-grade": 2.5}
    assert nbgrader("generate_feedback", "toy").returncode == 0
    assert "2.67 of 4 points" in page(course, "ada")
    assert nbgrader("export").returncode == 0
    assert "ada" in (root / "grades.csv").read_text()


# Without nbgrader's converters


@pytest.fixture
def notebook(built: Path) -> NotebookNode:
    return read_notebook(built / "release" / "toy" / "toy.ipynb")


@pytest.mark.parametrize(
    ("points", "recorded"), [(0.0, 0.0), (1 / 3, 1 / 3), (1e-7, 1e-7), (4.0, 4.0), (-1, 0), (5, 4)]
)
def test_nbgrader_reads_the_points_as_they_are(
    notebook: NotebookNode, points: float, recorded: float
) -> None:
    verdict = replace(VERDICT, exercises=(replace(MASKS, points=points), SCORES))
    write_verdict(notebook, verdict)
    assert determine_grade(by_name(notebook)["masks-grade"]) == (recorded, 4.0)


@pytest.mark.parametrize(
    "exercises",
    [
        (SCORES,),
        (replace(MASKS, max_points=5.0), SCORES),
        (replace(MASKS, points=math.nan), SCORES),
    ],
)
def test_a_verdict_that_does_not_fit_is_not_recorded(
    notebook: NotebookNode, exercises: tuple[ExerciseVerdict, ...]
) -> None:
    with pytest.raises(NotRecorded, match="autograder build toy"):
        write_verdict(notebook, replace(VERDICT, exercises=exercises))


def test_findings_are_told_in_words_and_escaped() -> None:
    text = findings_html(MASKS)
    assert "<script" not in text
    assert "style=" in text
    assert "<style" not in text
    for words in ("passed", "not passed", "stopped by an error: it took too long", "not examined"):
        assert words in text
    assert text.count("(hidden check)") == 1
    assert 'alt="Two cells are lit' in text
    assert text.count("<li") == text.count("</li>") == 4


def test_long_and_strange_texts_are_tamed() -> None:
    strange = finding("failed", title="t" * 9999, message="\x1b[31m\x00<b>`<i>`" + "m" * 99_999)
    text = findings_html(ExerciseVerdict("toy/masks", 0, 1, (strange,)))
    assert len(text) < 8000
    assert "\x1b" not in text
    assert "&lt;b&gt;<code>&lt;i&gt;</code>" in text
    assert "<b>" not in reason_html("<b>", 3)
