"""What a student writes, prints or raises reaches pages, terminals and logs as text alone."""

import json
import logging
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markupsafe import Markup
from nbformat import NotebookNode

from autograder.checking.check import Context, check
from autograder.checking.run import examine
from autograder.checking.student import Student
from autograder.cli.table import first_to_look_at, print_class
from autograder.course.config import Course
from autograder.feedback.findings import findings_html, findings_text, paragraph, reason_html
from autograder.feedback.page import page
from autograder.gradebook.publish import make_feedback
from autograder.gradebook.record import write_verdict
from autograder.gradebook.recording import record
from autograder.grading.lines import write_lines
from autograder.handout.build import build
from autograder.records.cell import CellRun
from autograder.records.verdict import ExerciseVerdict, Finding, Verdict
from autograder.runs.run import run_of
from autograder.sandbox.base import Sandbox
from autograder.selfcheck.local import LocalTransport
from autograder.text.i18n import END, ENGLISH, ISOLATE
from autograder.text.sanitize import plain
from tests.attacks.graded import graded
from tests.attacks.record import ASKED, RIGHT, Attack, masked
from tests.support.toycourse import by_name, make_course, read_notebook

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg/onload=alert(3)>"
TERMINAL = "\x1b[2J\x1b]0;title\x07\x1b]52;c;eA==\x1b\\\x08\x9b31m\u202egnp\u2066\u200f\x00"
EVIL = MARKUP + TERMINAL + "\ud800[bold red]x[/] [link=http://x]y[/link]\\"
MEGABYTE = "m" * (1 << 20)
QUESTION = "Did a person write this, or a machine?"

FINDING = Finding("a_check", "The title", "failed", 1.0, EVIL, visible=True)


def verdict_of(*findings: Finding, **more: str) -> Verdict:
    exercise = ExerciseVerdict("toy/masks", 0.0, 4.0, findings)
    other = ExerciseVerdict("toy/scores", 0.0, 2.5, ())
    verdict = Verdict(
        assignment="toy",
        student=f"ada{EVIL}",
        status="graded",
        points=0.0,
        max_points=6.5,
        submission_sha256="0",
        course_sha256="0",
        device="cpu",
        versions={},
        seconds=0.0,
        exercises=(exercise, other),
        cells=(CellRun("masks-first", stdout=EVIL + MEGABYTE, error=f"{EVIL}: {EVIL}{MEGABYTE}"),),
    )
    return replace(verdict, **more)  # type: ignore[arg-type]


def assert_only_text(page: str) -> None:
    """No element and no attribute of a page is a student's, and nothing in it can act."""
    soup = BeautifulSoup(page, "html.parser")
    assert soup.find(["script", "svg", "iframe", "object", "form"]) is None
    assert all(str(image["src"]).startswith("data:image/png;") for image in soup.select("img"))
    for tag in soup.find_all(True):
        assert not any(name.startswith("on") for name in tag.attrs)
    assert_tame(page)
    assert "alert(1)" in soup.get_text()  # it is shown all the same


def assert_tame(text: str) -> None:
    assert [c for c in text if c not in "\n\t" and not c.isprintable()] == []
    text.encode()


def test_a_page_of_findings_is_only_text() -> None:
    title = replace(FINDING, title=EVIL + MEGABYTE, message=MEGABYTE)
    exercise = ExerciseVerdict(f"toy/{MARKUP}", 0, 1, (FINDING, title))
    page = findings_html(exercise, note=EVIL)
    assert_only_text(page)
    assert len(page) < 10_000


def test_findings_as_text_move_no_cursor_and_are_short() -> None:
    long = replace(FINDING, title=EVIL + MEGABYTE, message=EVIL + MEGABYTE)
    text = findings_text(ExerciseVerdict("toy/masks", 0, 1, (FINDING, long)))
    assert_tame(text)
    assert len(text) < 10_000
    assert "<script>" in text  # which is nothing but a word here


def test_a_reason_is_only_text_and_short() -> None:
    page = reason_html(EVIL + MEGABYTE, 3)
    assert_only_text(page)
    assert len(page) < 10_000


@pytest.mark.slow
def test_a_question_for_the_ta_is_never_shown_to_the_student(tmp_path: Path) -> None:
    asked = replace(FINDING, outcome="passed", question=QUESTION)
    exercise = ExerciseVerdict("toy/masks", 4.0, 4.0, (asked,))
    assert QUESTION not in findings_html(exercise) + findings_text(exercise)
    notebook = written(tmp_path, verdict_of(asked))
    assert QUESTION not in json.dumps(notebook)
    assert QUESTION in first_to_look_at(verdict_of(asked))  # the person who grades does see it


def built(root: Path) -> Course:
    course = make_course(root)
    build(course, "toy")
    return course


def written(root: Path, verdict: Verdict) -> NotebookNode:
    """Return the released notebook with a verdict in it."""
    course = built(root)
    notebook = read_notebook(course.root / "release" / "toy" / "toy.ipynb")
    write_verdict(notebook, verdict)
    return notebook


@pytest.mark.nbgrader
def test_a_notebook_with_a_verdict_is_short_and_can_be_written(tmp_path: Path) -> None:
    notebook = written(tmp_path, verdict_of(FINDING))
    text = json.dumps(notebook, ensure_ascii=False)
    text.encode()
    assert len(text) < 2 << 20
    printed, raised = by_name(notebook)["masks-first"].outputs
    for said in (printed.text, raised.ename, raised.evalue, *raised.traceback):
        assert_tame(said)
    assert "<script>" in printed.text and len(raised.traceback[0]) < 1 << 15


def test_progress_bars_show_their_last_state() -> None:
    assert plain("10%\r20%\r100%\r\ndone\tit\x1b[32m is\x1b[0m", 99) == "100%\ndone\tit is"
    assert plain("x" * 10, 10) == "x" * 10
    assert plain("x" * 11, 10) == "x" * 10 + " … (cut)"


def verdict_for_nbgrader(
    course: Course, assignment: str, student: str, notebook: NotebookNode
) -> Verdict:
    return replace(verdict_of(FINDING), student=student)


@pytest.mark.nbgrader
def test_the_feedback_page_runs_nothing_of_a_student(tmp_path: Path) -> None:
    course = built(tmp_path)
    config = (
        "from pathlib import Path\nfrom autograder.gradebook import configure\n"
        "c = get_config()\nconfigure(c, Path(__file__).parent)\n"
        "c.RecordVerdict.verdict_of = 'tests.nbgrader.test_feedback_safety.verdict_for_nbgrader'\n"
    )
    (course.root / "nbgrader_config.py").write_text(config)
    notebook = read_notebook(course.root / "release" / "toy" / "toy.ipynb")
    by_name(notebook)["masks-first"].source = f"# </pre></div>{MARKUP}\nfirst = {MARKUP!r}"
    path = course.root / "submitted" / "ada" / "toy" / "toy.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(notebook))
    assert record(run_of(course), "toy", ["ada"]) == {}
    (page,) = make_feedback(run_of(course), "toy")
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    assert not any("alert(" in script.get_text() for script in soup.select("script"))
    assert not any(name.startswith("on") for tag in soup.select("img") for name in tag.attrs)
    assert soup.select("svg[onload]") == []
    assert soup.get_text().count("alert(1)") >= 4  # source, output, error, finding
    assert not set(TERMINAL) - set("gnp[]0;title5231mceA=\\J") & set(soup.get_text())


def test_a_table_of_the_class_is_only_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    course = make_course(tmp_path)
    verdicts = [
        verdict_of(FINDING),
        verdict_of(replace(FINDING, title=EVIL + MEGABYTE)),
        verdict_of(FINDING, status="rejected", reason=EVIL + MEGABYTE),
        verdict_of(student="[bold red]x[/]", status="rejected", reason="[link=http://x]y[/link]"),
    ]
    print_class(course, "toy", verdicts, {})
    said = capsys.readouterr().out
    assert_tame(said)
    assert "[bold red]" in said and "[link=" in said  # told as text, not obeyed
    assert len(said) < 20_000


def test_verdicts_of_a_student_with_an_odd_name_can_be_written(tmp_path: Path) -> None:
    odd = verdict_of(FINDING)
    write_lines(tmp_path / "lines.jsonl", [odd])
    (line,) = (tmp_path / "lines.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["student"] == odd.student


def test_a_broken_check_logs_only_text(tmp_path: Path) -> None:
    @check(visible=True)
    def breaks(student: Student, ctx: Context) -> None:
        """It breaks"""
        raise RuntimeError(EVIL + MEGABYTE)

    stream = StringIO()
    handler = logging.StreamHandler(stream)
    log = logging.getLogger("autograder")
    log.addHandler(handler)
    try:
        found = examine(breaks, Student(LocalTransport({})), Context({}, tmp_path, 0))
    finally:
        log.removeHandler(handler)
    assert found.outcome == "broken" and "alert" not in found.message
    assert "test_feedback_safety.py" in stream.getvalue()  # where it broke is told
    assert_tame(stream.getvalue())
    assert len(stream.getvalue()) < 12_000


LEAK = "31337"  # what the code says and gives to hidden questions

LEAKS = {
    "printed": f"print({LEAK})\nreturn right{ASKED} * 0",
    "raised": f"raise ValueError('{LEAK}')",
    "raised by name": f"raise type('E{LEAK}', (Exception,), {{}})",
    "returned": f"return right{ASKED} * {LEAK}",
    "returned as another kind": f"return {{'{LEAK}': '{LEAK}'}}",
    "in its shape": f"return torch.zeros(0, {LEAK})",
}


@pytest.mark.sandbox
@pytest.mark.parametrize("way", LEAKS)
def test_hidden_checks_show_nothing_of_the_students_run(tight_sandbox: Sandbox, way: str) -> None:
    body = f"if kernel_size == 1: return right{ASKED}\n{LEAKS[way]}"
    verdict, runs = graded(Attack(way, "", masked(body, RIGHT)), tight_sandbox)
    lost = {f.check for f in verdict.findings if f.outcome in ("failed", "crashed")}
    assert "channel_sizes" in lost and "channel_blocks" not in lost
    everything = json.dumps([verdict.to_json(), [run.to_json() for run in runs.values()]])
    assert LEAK not in everything + findings_html(verdict) + findings_text(verdict)


@pytest.mark.sandbox
@pytest.mark.parametrize("way", ["raised", "in its shape"])
def test_visible_checks_do_show_it(tight_sandbox: Sandbox, way: str) -> None:
    """So the test above could fail."""
    verdict, _ = graded(Attack(way, "", masked(LEAKS[way], RIGHT)), tight_sandbox)
    assert LEAK in findings_html(verdict)


def test_what_is_put_into_a_page_is_escaped_unless_it_is_markup() -> None:
    body = page("<b>", Markup("<p>{}</p>").format(EVIL))
    assert "<b>" not in body and "<script" not in body
    assert "<script" not in page("title", EVIL)  # type: ignore[arg-type]


def test_code_and_directions_in_a_finding_are_marked_and_all_else_is_text() -> None:
    told = f"{ISOLATE}{ISOLATE}<i>{END} `a<b`{END} and `c\n{END}{ISOLATE}"
    shown = str(paragraph(told, ENGLISH))
    assert shown == "<p>&lt;i&gt; <code>a&lt;b</code> and `c<br></p>"
