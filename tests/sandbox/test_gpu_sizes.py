"""Real sizes on a GPU: the same course files, with `device = "cuda"`."""

from pathlib import Path

import pytest

from autograder.course.config import load_course
from autograder.grading.exam import load_exam
from autograder.handout.build import build
from autograder.sandbox.base import open_sandbox
from autograder.sandbox.walls import settled_device
from tests.sandbox.test_docker import verdict_of
from tests.support.sizes import COLOUR, FASHION, sized


@pytest.mark.gpu
@pytest.mark.docker
@pytest.mark.slow
@pytest.mark.parametrize("name", [FASHION, COLOUR])
@pytest.mark.parametrize("known", ["(reference)", "wrong_mask_at_init_only"])
def test_models_of_real_sizes_are_placed_trained_and_probed_on_a_gpu(
    name: str, known: str, containers: None, tmp_path: Path
) -> None:
    if settled_device("auto", "docker") != "cuda":
        pytest.skip("the Docker daemon offers no GPU")
    build(sized(tmp_path, name), "pixelcnn")
    file = tmp_path / "course.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(f'{text}\n[grading]\ndevice = "cuda"\n', encoding="utf-8")
    course = load_course(tmp_path).under("on a GPU")
    assert settled_device(course.grading.device, "docker") == "cuda"
    exam = load_exam(course, "pixelcnn")
    with open_sandbox("docker", course.limits, exam.data, course.grading, "cuda") as box:
        verdict = verdict_of(exam, "stack", known, box)
    right = known == "(reference)"
    assert (verdict.points == verdict.max_points) is right
