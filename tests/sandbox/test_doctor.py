"""`autograder doctor` says what is missing, and is content only when grading can go ahead."""

import shutil
from pathlib import Path

import pytest

from autograder.__main__ import main
from autograder.cli.doctor import Symptom, doctor, examination
from autograder.errors import StoreError
from autograder.gradebook.database import describe
from tests.conftest import ROOT
from tests.support.toycourse import COURSE, make_course

PARTS = ("course.toml", "assignments", "solutions", "release")


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AUTOGRADER_SECRET", "a secret that is long enough")
    for part in PARTS:
        source = ROOT / part
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, tmp_path / part)
    return tmp_path


def found(root: Path) -> dict[str, Symptom]:
    return {symptom.what: symptom for symptom in examination(root)}


@pytest.mark.sandbox
def test_a_whole_course_is_ready(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--course", str(course), "doctor"]) == 0
    said = capsys.readouterr().out
    assert "Ready to grade." in said
    assert "--sandbox bubblewrap --device cpu" in said
    assert "made by the first build" in " ".join(said.split())
    assert not (course / "gradebook.db").exists(), "looking must not make one"


@pytest.mark.sandbox
def test_what_is_missing_is_said_with_its_remedy(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("AUTOGRADER_SECRET")
    with (course / "release" / "pixelcnn" / "pixelcnn.ipynb").open("a") as file:
        file.write("\n")
    assert doctor(course) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "Missing for grading: secret, pixelcnn: release." in said
    assert "AUTOGRADER_SECRET" in said
    assert "Run: autograder build pixelcnn" in said


@pytest.mark.sandbox
def test_a_sandbox_that_cannot_start_is_missing(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.sandbox.bubblewrap.shutil.which", lambda _: None)
    symptom = found(course)["sandbox bubblewrap"]
    assert symptom.state == "missing"
    assert "apt-get install" in symptom.said


def test_without_a_course_nothing_more_is_asked(tmp_path: Path) -> None:
    symptoms = found(tmp_path)
    assert symptoms["course"].state == "missing"
    assert list(symptoms)[-1] == "course"


@pytest.mark.sandbox
def test_an_exercise_without_checks_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOGRADER_SECRET", "short")
    make_course(tmp_path)
    symptoms = found(tmp_path)
    assert "has no checks" in symptoms["toy: checks"].said
    assert "only 5 characters" in symptoms["secret"].said


def test_a_gradebook_that_is_none_is_said(tmp_path: Path) -> None:
    (tmp_path / "gradebook.db").write_bytes(b"this is no database, whatever its name says" * 100)
    with pytest.raises(StoreError, match=r"gradebook\.db cannot be read .* not a database"):
        describe(make_course(tmp_path))


def test_a_gradebook_out_of_reach_is_said_without_its_password(tmp_path: Path) -> None:
    url = "postgresql+psycopg://ta:hunter2@127.0.0.1:1/grades"
    course = make_course(tmp_path, course=COURSE.replace('2027"', f'2027"\ndb_url = "{url}"', 1))
    with pytest.raises(StoreError, match="See that its server runs") as caught:
        describe(course)
    assert "127.0.0.1:1/grades" in str(caught.value)
    assert "hunter2" not in str(caught.value)


@pytest.mark.sandbox
def test_what_only_some_courses_use_is_told_and_not_required(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for slow in ("_sandbox", "_release"):  # others' tests look at them
        monkeypatch.setattr(f"autograder.cli.doctor.{slow}", lambda *_: "")
    path = course / "course.toml"
    text = path.read_text().replace('kind = "local" ', 'kind = "slurm" ')
    path.write_text(text.replace('root = ""', f'root = "{tmp_path}/exchange"'))
    monkeypatch.setattr("autograder.cli.doctor.shutil.which", lambda _: None)
    symptoms = found(course)
    assert symptoms["cluster"].state == symptoms["exchange"].state == "unused"
    assert "no sbatch" in symptoms["cluster"].said
    assert "nbgrader release_assignment foundations" in symptoms["exchange"].said
    (tmp_path / "exchange" / "dgm" / "inbound").mkdir(parents=True)
    monkeypatch.setattr("autograder.cli.doctor.shutil.which", lambda name: f"/usr/bin/{name}")
    symptoms = found(course)
    assert (
        symptoms["exchange"].said
        == "handed in there: foundations 0, density 0, images 0, pixelcnn 0, sequences 0, games 0"
    )
    assert "--cluster would use slurm" in symptoms["cluster"].said
