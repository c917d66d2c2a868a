"""The grading image holds Python, torch and the worker: nothing of a course, no rights."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import docker
import pytest
from docker.models.images import Image

import autograder
from autograder.course.options import GradingOptions
from autograder.sandbox import image as images
from autograder.sandbox.image import labels, staleness, worker_sha256
from tests.conftest import ROOT

NAME = GradingOptions().image
PACKAGE = Path(autograder.__file__).parent


@pytest.fixture
def image(containers: None) -> Iterator[Image]:
    with closing(docker.from_env()) as client:
        yield client.images.get(NAME)


def found(command: list[str]) -> set[str]:
    with closing(docker.from_env()) as client:
        said: bytes = client.containers.run(
            NAME,
            command[1:],
            entrypoint=command[:1],
            user="0",  # who may look everywhere
            network_mode="none",
            remove=True,
        )
    return set(said.decode().split())


@pytest.mark.docker
@pytest.mark.usefixtures("containers")
def test_of_ours_it_holds_the_worker_only() -> None:
    files = found(["find", "/opt/autograder", "/opt/data", "/run/autograder", "-type", "f"])
    sources = {Path(path).relative_to("/opt/autograder/autograder") for path in files}
    worker = {path.relative_to(PACKAGE) for path in PACKAGE.joinpath("worker").glob("*.py")}
    wanted = worker | {Path("__init__.py")}
    assert {path for path in sources if path.suffix == ".py"} == wanted
    # Compiled, since compiling at each start would cost a second.
    compiled = {path.parent.parent / f"{path.stem.split('.')[0]}.py" for path in sources - wanted}
    assert compiled == wanted


@pytest.mark.docker
@pytest.mark.usefixtures("containers")
def test_nothing_of_a_course_is_anywhere_in_it() -> None:
    # The first is there, which shows that they are looked for.
    names = [
        "zygote.py",
        "course.toml",
        "*.j2",
        ".secret",
        "gradebook.db",
        "release",
        "solutions",
        "*.ipynb",
    ]
    options = [part for name in names for part in ("-o", "-name", name)][1:]
    look = ["find", "/", "-xdev", "-not", "-path", "/proc/*", "(", *options, ")"]
    assert found(look) == {"/opt/autograder/autograder/worker/zygote.py"}


@pytest.mark.docker
def test_it_runs_as_nobody_and_says_what_it_is(image: Image) -> None:
    config = image.attrs["Config"]
    assert config["User"] == "61999:61999"
    assert labels().items() <= image.labels.items()
    assert image.labels["org.dgm-autograder.python"].startswith("3.")
    assert staleness(image.labels) == ""
    assert not [value for value in config["Env"] if "SECRET" in value.upper()]


def test_a_stale_image_is_told_by_its_labels() -> None:
    fitting = labels()
    assert staleness(fitting) == ""
    assert staleness({}) == "is no grading image"
    assert "another version of the worker" in staleness({**fitting, images.WORKER: "0"})
    assert "holds torch 1.0" in staleness({**fitting, images.TORCH: "1.0"})


def test_the_workers_hash_changes_with_any_of_its_files(tmp_path: Path) -> None:
    worker = tmp_path / "worker"
    worker.mkdir()
    for path in (tmp_path / "__init__.py", worker / "wire.py", worker / "jail.py"):
        path.write_text("x = 1")
    seen = {worker_sha256(tmp_path)}
    (tmp_path / "errors.py").write_text("it does not enter the sandbox")
    assert worker_sha256(tmp_path) in seen
    for path in (worker / "wire.py", worker / "jail.py", worker / "new.py"):
        path.write_text("x = 2")
        assert worker_sha256(tmp_path) not in seen
        seen.add(worker_sha256(tmp_path))


def test_the_build_is_shown_no_more_than_the_image_needs() -> None:
    lines = (ROOT / ".dockerignore").read_text().split("\n")
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert {rule[1:] for rule in rules if rule.startswith("!")} == {
        "requirements.txt",
        "autograder/sandbox/recipe/packages.txt",
        "build/wheels",
        "autograder/__init__.py",
        "autograder/worker",
    }
