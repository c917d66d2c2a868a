"""A Gradescope image and its containers, as Gradescope documents both.

The zip is unpacked to /autograder/source, setup.sh runs as root, run_autograder is copied to
/autograder, which is where it starts. A container gets the submission and its metadata, and the
rights and system calls that Docker gives by itself: nothing is added, and nothing taken.
"""

import io
import json
import os
import shutil
import subprocess
import sysconfig
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from autograder.course.config import Course, load_course
from autograder.course.file import read_tables
from autograder.errors import SandboxError
from autograder.gradescope.pack import Wanted, zip_of
from autograder.gradescope.tables import toml_of
from autograder.sandbox import build_image
from tests.conftest import ROOT

TAG = "autograder-test-gradescope"
DOCKERFILE = """\
FROM {base}
COPY source /autograder/source
COPY wheels /wheels
RUN PIP_NO_INDEX=1 PIP_FIND_LINKS=/wheels bash /autograder/source/setup.sh \\
    && cp /autograder/source/run_autograder /autograder/run_autograder \\
    && chmod +x /autograder/run_autograder
WORKDIR /autograder
"""
METADATA = {
    "id": 1,
    "users": [{"email": "mallory@example.org", "name": "Mallory-whose-name-is-private"}],
    "previous_submissions": [{"score": 1.5, "results": {"tests": []}}],
}


def small_course(root: Path) -> Course:
    """Write this course's pixelcnn with two of its exercises: enough of it, in seconds."""
    for part in ("assignments", "solutions", "release"):
        shutil.copytree(ROOT / part / "pixelcnn", root / part / "pixelcnn")
    tables = read_tables(ROOT / "course.toml")
    own = tables["assignments"]["pixelcnn"]
    own["exercises"] = {name: own["exercises"][name] for name in ("likelihood", "masks")}
    kept = {"course": tables["course"], "limits": tables["limits"]}
    kept["assignments"] = {"pixelcnn": own}
    (root / "course.toml").write_text(toml_of(kept), encoding="utf-8")
    return load_course(root)


def make_image(course: Course, assignment: str) -> None:
    """Build the image from the zip, without a network; raises SandboxError with its last lines."""
    build_image._require_docker()
    base = _base()
    with TemporaryDirectory() as folder, zipfile.ZipFile(_zip(course, assignment)) as archive:
        context = Path(folder)
        archive.extractall(context / "source")
        _fetch_wheels(context)
        (context / "Dockerfile").write_text(DOCKERFILE.format(base=base))
        _said("docker", "build", "--network", "none", "--force-rm", "--tag", TAG, folder)


def remove_image() -> None:
    """Have the image removed: it is large, and made again in the next run. Nobody waits for it."""
    _said("sh", "-c", f"docker rmi --force {TAG} >/dev/null 2>&1 &")


def _zip(course: Course, assignment: str) -> io.BytesIO:
    return io.BytesIO(zip_of(course, assignment, Wanted()))


def _base() -> str:
    """Return an image with Python and libseccomp; made here, if nobody has it."""
    if not build_image._is_there(build_image.OWN_BASE):
        recipe = str(build_image._recipe("docker-base"))
        build_image._said(["bash", recipe, build_image.OWN_BASE])
    return build_image.OWN_BASE


def _fetch_wheels(context: Path) -> None:
    shown = "import sys; print('%d.%d' % sys.version_info[:2])"
    python = _said("docker", "run", "--rm", build_image.OWN_BASE, "python3", "-c", shown).strip()
    pip = [os.fspath(Path(sysconfig.get_path("scripts"), "python")), "-m", "pip", "download"]
    where = ["--quiet", "--dest", str(context / "wheels"), "--only-binary", ":all:"]
    lists = ["--constraint", str(context / "source" / "pins.txt")]
    lists += ["--requirement", str(context / "source" / "packages.txt")]
    _said(*pip, *where, "--python-version", python, *lists)


def _said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        told = (done.stdout + done.stderr).strip()[-3000:]
        raise SandboxError(f"{' '.join(command[:3])} said: {told}")
    return done.stdout


@dataclass(frozen=True)
class Ended:
    """How a run of run_autograder ended: its code, what it printed, results.json if there is."""

    code: int
    stdout: str
    results: dict[str, Any] | None


def run_autograder(submission: Path, *more: str) -> Ended:
    """Run a container of the image on a submission; `more`, for `docker run`."""
    with TemporaryDirectory() as folder:
        results = Path(folder, "results")
        results.mkdir()
        metadata = Path(folder, "metadata.json")
        metadata.write_text(json.dumps(METADATA))
        mounts = {
            "submission": submission,
            "results": results,
            "submission_metadata.json": metadata,
        }
        given = [f"--volume={path}:/autograder/{name}" for name, path in mounts.items()]
        command = ["docker", "run", "--rm", *given, *more, TAG, "/autograder/run_autograder"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
        place = results / "results.json"
        found = json.loads(place.read_bytes()) if place.is_file() else None
        return Ended(done.returncode, done.stdout + done.stderr, found)


@contextmanager
def attacks_behind_roots(names: Sequence[str]) -> Iterator[subprocess.Popen[str]]:
    """Try attacks in a container of the image, with the checkout's tests in it."""
    libraries = sysconfig.get_path("purelib")  # pytest, which the image has no use for
    start = (
        "import runpy, sys; sys.path += ['/repository', '/more']; "
        "runpy.run_module('tests.support.in_roots', run_name='__main__')"
    )
    mounts = [f"--volume={ROOT}:/repository:ro", f"--volume={libraries}:/more:ro"]
    settings = ["--env=PYTHONDONTWRITEBYTECODE=1", "--env=AUTOGRADER_SECRET=x", "--workdir=/"]
    python = ["/opt/dgm/venv/bin/python", "-P", "-c", start]
    command = ["docker", "run", "--rm", *mounts, *settings, TAG, *python, *names]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()
