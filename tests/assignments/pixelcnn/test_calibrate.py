"""`autograder calibrate`: trained in the sandbox, scored, written; `build` knows it from then."""

import json
from pathlib import Path

import pytest

from autograder.__main__ import main
from autograder.calibrate.costs import expected_costs
from autograder.calibrate.trial import REFERENCE, defines
from autograder.course.known import Known
from autograder.course.opened import open_course
from tests.conftest import ROOT
from tests.support.sizes import FASHION, sized

PARAMETERS = {
    "set": '"digits"',
    "held_back": 297,
    "image_size": 8,
    "hidden_channels": 6,
    "num_layers": 2,
    "train_steps": 40,
    "vae_steps": 60,
}
STOPS = """class PixelCNN(nn.Module):
    def __init__(self, *args, **kwargs):
        raise RuntimeError("no such model")
"""


def course(folder: Path, **parameters: object) -> Path:
    """Make a course of the bundled digits, with a table `data`, and return its folder."""
    root = sized(folder / "course", FASHION, **{**PARAMETERS, **parameters}).root
    digits = ROOT / "assignments" / "pixelcnn" / "digits.npz"
    (root / "assignments" / "pixelcnn" / "digits.npz").write_bytes(digits.read_bytes())
    return root


@pytest.mark.sandbox
@pytest.mark.nbgrader
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_it_measures_proposes_and_build_knows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = course(tmp_path)
    place = root / "tests" / "submissions" / "pixelcnn" / "stack"
    place.mkdir(parents=True)
    right = ROOT / "tests" / "submissions" / "pixelcnn" / "stack" / "right_always_eval.py"
    (place / right.name).write_bytes(right.read_bytes())
    (place / "right_stopping.py").write_text(STOPS, encoding="utf-8")
    (place / "wrong_one.py").write_text("# expect: x\n" + STOPS, encoding="utf-8")
    command = ["--course", str(root), "calibrate", "pixelcnn", "--seeds", "2", "--jobs", "1"]
    main(command)
    said = capsys.readouterr().out
    assert "[assignments.pixelcnn.parameters]" in said and "right_stopping" in said
    assert "independent entries" in said and "wrong_one" not in said
    content = json.loads((root / "calibration" / "pixelcnn.json").read_text(encoding="utf-8"))
    models = {one["name"]: one for one in content["models"]}
    assert list(models) == ["PixelCNN", "GatedPixelCNN", "VAE"]
    plain = models["PixelCNN"]["submissions"]
    assert list(plain) == ["(reference)", "right_always_eval", "right_stopping"]
    assert "raised RuntimeError" in plain["right_stopping"]["error"]
    assert list(models["VAE"]["submissions"]) == ["(reference)"]
    for one in (plain["(reference)"], models["VAE"]["submissions"]["(reference)"]):
        assert len(one["nats"]) == 2 and 0 < one["nats"][0] < 64
        assert one["nats"][0] != one["nats"][1], "each seed is another training"
    assert plain["(reference)"]["cpu_seconds"] > 0  # the VAE's is over before the clock is read
    exercises = ["likelihood", "masks", "sampling", "stack", "vae"]
    assert sorted(content["cpu_seconds"]["reference"]) == exercises
    assert list(content["cpu_seconds"]["dearest"]) == ["stack"]
    expected = expected_costs(open_course(root), "pixelcnn")
    assert expected is not None and "(calibrated)" in expected.told


@pytest.mark.slow
@pytest.mark.nbgrader
def test_what_would_meet_a_limit_is_not_built(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = course(tmp_path, train_steps=10**6)
    assert main(["--course", str(root), "build", "pixelcnn"]) == 2
    told = capsys.readouterr().err
    assert "pixelcnn/stack takes" in told and "Write call_seconds = " in told
    assert not (root / "release").exists()
    text = (root / "course.toml").read_text(encoding="utf-8")
    (root / "course.toml").write_text(text.replace(str(10**6), "40"), encoding="utf-8")
    assert main(["--course", str(root), "build", "pixelcnn"]) == 0
    assert "its trainings alone (an estimate by a few steps" in capsys.readouterr().out


def test_a_submission_is_trained_where_it_writes_the_class() -> None:
    one = Known("stack", "right_x", STOPS, right=True)
    assert defines(one, "PixelCNN") and not defines(one, "GatedPixelCNN")
    assert defines(Known("stack", REFERENCE, "", right=True), "GatedPixelCNN")
