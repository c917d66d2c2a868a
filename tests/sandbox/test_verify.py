"""`autograder verify` tells the truth: survivors, false accusations, expectations not met."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.__main__ import main
from autograder.checking.check import Check
from autograder.course.loader import checks_for
from autograder.verify.case import REFERENCE, Outcome
from autograder.verify.matrix import Matrix, complaint, costly, idle, to_json, to_markdown
from autograder.verify.run import cases
from tests.conftest import CHECKS, ROOT
from tests.support.toycourse import make_course

KILLED = Outcome(
    exercise="masks",
    name="wrong_a",
    right=False,
    secret="s",
    points=3.0,
    max_points=4.0,
    expect=("one",),
    says="transposed",
    lost={"one": "failed", "two": "skipped"},
    named=True,
    cpu_seconds=1.0,
    seconds=2.0,
)
PASSED = replace(KILLED, name="right_a", right=True, points=4.0, expect=(), lost={}, named=False)


def question(*_: object) -> None:
    """Title"""


def matrix(*outcomes: Outcome) -> Matrix:
    checks = tuple(Check(n, n, question, 1.0, False, (), 1e-9) for n in ("one", "two", "three"))
    return Matrix("toy", {"masks": checks}, outcomes)


def test_what_must_be_is_sound() -> None:
    assert KILLED.status == "killed" and KILLED.sound
    assert PASSED.status == "passed" and PASSED.sound
    assert matrix(KILLED, PASSED).sound


@pytest.mark.parametrize(
    ("outcome", "status", "words"),
    [
        (replace(KILLED, points=4.0, lost={}), "survived", "kept all its points"),
        (replace(KILLED, lost={"two": "failed"}), "killed", "one should have failed"),
        (replace(KILLED, expect=()), "killed", "# expect:"),
        (replace(KILLED, lost={"one": "broken"}), "broken", "ours broke"),
        (replace(PASSED, points=3.5, lost={"two": "failed"}), "accused", "lost 0.5 points"),
        (replace(PASSED, lost={"two": "broken"}), "broken", "ours broke"),
    ],
)
def test_what_must_not_be_is_said(outcome: Outcome, status: str, words: str) -> None:
    assert outcome.status == status
    assert not outcome.sound
    assert not matrix(KILLED, PASSED, outcome).sound
    assert words in complaint(outcome)


def test_a_lost_weight_of_zero_is_an_accusation_too() -> None:
    assert replace(PASSED, lost={"two": "failed"}).status == "accused"


def test_most_messages_must_name_the_bug() -> None:
    unnamed = [replace(KILLED, name=f"wrong_{n}", named=False) for n in range(2)]
    named = [replace(KILLED, name=f"wrong_{n}") for n in range(2, 12)]
    assert matrix(*named, unnamed[0]).sound
    assert not matrix(*named, *unnamed).sound  # 10 of 12 are less than 85 %


def test_a_check_that_kills_nothing_is_named() -> None:
    assert idle(matrix(KILLED)) == ["masks.three"]


def test_cost_is_measured_by_the_reference() -> None:
    reference = replace(PASSED, name=REFERENCE, cpu_seconds=0.25)
    slow = replace(KILLED, cpu_seconds=1.01)
    assert len(costly(matrix(reference, slow))) == 1
    assert costly(matrix(reference, replace(slow, cpu_seconds=1.0))) == []
    assert costly(matrix(slow)) == []  # without the reference there is no measure


def test_the_page_marks_what_was_expected_and_what_must_not_be() -> None:
    page = to_markdown(matrix(KILLED, PASSED, replace(KILLED, name="wrong_b", lost={})))
    assert "| `wrong_a` | ● | – |  |" in page
    assert "| **!** `wrong_b` | **!** |  |  |" in page
    assert "Right, and not accused: `right_a`." in page
    assert "| 1 | `one` | 1 | 1e-09 |" in page


def test_the_json_has_every_outcome() -> None:
    data = json.loads(to_json(matrix(KILLED, PASSED)))
    assert [one["status"] for one in data["outcomes"]] == ["killed", "passed"]
    assert data["sound"] is True
    assert data["false_alarm_bound"] == pytest.approx(3e-9)


def test_trials_are_the_reference_and_all_that_is_known(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    folder = tmp_path / "known" / "toy" / "scores"
    folder.mkdir(parents=True)
    (folder / "wrong_sign.py").write_text("# expect: values\ndef score(size): return -1\n")
    (folder / "right_other.py").write_text("def score(size): return size / 2\n")
    known = [t.known for t in cases(course, "toy", tmp_path / "known")]
    assert [k.name for k in known] == [REFERENCE, REFERENCE, "right_other", "wrong_sign"]
    assert known[-1].expect == ("values",)
    secrets = [t.secret for t in cases(course, "toy", tmp_path / "known", only="*/r*", secrets=3)]
    assert len(set(secrets)) == 3
    right = cases(course, "toy", tmp_path / "known", right_only=True)
    assert all(t.known.right for t in right) and len(right) == 3


@pytest.mark.sandbox
def test_the_command_finds_a_grader_that_errs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "pixelcnn" / "masks"
    folder.mkdir(parents=True)
    (folder / "wrong_not_at_all.py").write_text("# expect: causal_values\n# says: centre\n")
    (folder / "right_claimed.py").write_text("def causal_mask(*_):\n    return 1\n")
    folder = folder.parent / "likelihood"
    folder.mkdir()
    (folder / "wrong_units.py").write_text(
        "# expect: fvsbn_values\n# says: bits\n"
        "def bits_per_dim(nll, num_dims):\n    return nll / num_dims\n"
    )
    argv = ["--course", str(ROOT), "verify", "pixelcnn", "--submissions", str(tmp_path)]
    argv += ["--only", "[ml]*/[rw]*", "--jobs", "2", "--write", str(tmp_path / "out")]
    assert main(argv) == 1
    said = capsys.readouterr().out.replace("\n", " ")
    assert "masks/wrong_not_at_all (secret 'verify 0') is wrong and kept all its points" in said
    assert "masks/right_claimed (secret 'verify 0') is right and lost" in said
    assert "likelihood/wrong_units (secret 'verify 0'): fvsbn_values should have failed" in said
    data = json.loads((tmp_path / "out" / "kill-matrix-pixelcnn.json").read_text())
    assert {one["status"] for one in data["outcomes"]} == {"survived", "accused", "killed"}
    assert "**!** `wrong_not_at_all`" in (tmp_path / "out/kill-matrix-pixelcnn.md").read_text()


@pytest.mark.sandbox
def test_the_command_is_content_with_a_grader_that_does_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    argv = ["--course", str(ROOT), "verify", "pixelcnn", "--only", "masks/?r*t*on*", "--jobs", "1"]
    argv += ["--write", str(tmp_path)]
    assert main(argv) == 0
    assert "All is as it must be." in capsys.readouterr().out


def test_a_name_that_fits_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--course", str(ROOT), "verify", "pixelcnn", "--only", "nothing/*"]) != 0
    assert "no known submission is called 'nothing/*'" in capsys.readouterr().err


def test_an_exercise_that_is_not_there_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "pixelcnn" / "decoding"
    folder.mkdir(parents=True)
    (folder / "right_x.py").write_text("")
    argv = ["--course", str(ROOT), "verify", "pixelcnn", "--submissions", str(tmp_path)]
    assert main(argv) != 0


def test_false_alarms_are_bounded_for_a_whole_submission() -> None:
    names = ("likelihood", "masks", "stack", "sampling", "vae")
    bound = sum(check.false_alarm for name in names for check in checks_for(CHECKS, name))
    assert 0 < bound < 1e-5
