"""`autograder image`: the grading image, built from what the package holds, by docker itself.

Its libraries have the versions that are installed here, so that a grade does not depend on where
it was given. Where no registry is in reach, the base is made of this machine's apt sources, wheels
come by this environment's pip, and the build has no network.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.requirements import Requirement

import autograder
from autograder.errors import SandboxError
from autograder.sandbox.filesystem import WORKER_PARTS
from autograder.sandbox.image import PREFIX, labels

OWN_BASE = "dgm-autograder-base"
PULL_SECONDS = 300
# Where things stand in the build's context, as in a checkout: the Dockerfile fits both.
PACKAGES = "autograder/sandbox/recipe/packages.txt"


def build_image(tag: str, base: str = "") -> str:
    """Build the grading image under a tag, and return what docker says of it.

    Args: `base`, an image with Python to build it on, the Dockerfile's own if it is "". Raises
    SandboxError when docker or something else that it needs is missing, or when a step fails.
    """
    _require_docker()
    base = base or _own_base()
    offline = not _is_there(base) and not _pulled(base)
    if offline:
        print(f"No registry gives {base}: making a base from this machine's apt sources ...")
        base = OWN_BASE
        if not _is_there(base):
            _said(["bash", str(_recipe("docker-base")), base])
    with TemporaryDirectory() as folder:
        context = Path(folder)
        _lay_out(context)
        shown = "import platform; print(platform.python_version())"
        python = _said(["docker", "run", "--rm", "--network", "none", base, "python3", "-c", shown])
        if offline:
            print(f"Fetching wheels for Python {python} ...")
            _fetch_wheels(context, python)
        _build(context, tag, base, python, offline=offline)
    return _said(["docker", "image", "inspect", "--format", f"{tag}: {{{{.Size}}}} bytes", tag])


def _build(context: Path, tag: str, base: str, python: str, *, offline: bool) -> None:
    told = {**labels(), f"{PREFIX}python": python, "org.opencontainers.image.base.name": base}
    given = [part for key, value in told.items() for part in ("--label", f"{key}={value}")]
    network = ["--network", "none" if offline else "default"]
    arguments = ["--build-arg", f"BASE_IMAGE={base}", "--tag", tag, str(context)]
    _said(["docker", "build", "--quiet", "--force-rm", *network, *given, *arguments])


def _lay_out(context: Path) -> None:
    """Write what the Dockerfile copies from: the worker, and which libraries in which versions."""
    package = Path(autograder.__file__).parent
    for part in WORKER_PARTS:
        source, target = package / part, context / "autograder" / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, target)
    shutil.copyfile(_recipe("Dockerfile"), context / "Dockerfile")
    packages = context / PACKAGES
    packages.parent.mkdir(parents=True)
    shutil.copyfile(_recipe("packages.txt"), packages)
    (context / "requirements.txt").write_text("\n".join(sorted({*pins(_wanted())})) + "\n")


def pins(wanted: Sequence[str]) -> Iterator[str]:
    """Yield `name==version` of installed libraries, and of all that they need here."""
    waiting, seen = list(wanted), set[str]()
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).casefold()
        if name in seen:
            continue
        seen.add(name)
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue  # for another platform, or with an extra that nobody asked for
        yield f"{name}=={found.version.partition('+')[0]}"
        for line in found.requires or []:
            needed = Requirement(line)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                waiting.append(needed.name)


def _fetch_wheels(context: Path, python: str) -> None:
    version = python.rpartition(".")[0]
    where = ["--dest", str(context / "build" / "wheels"), "--only-binary", ":all:"]
    lists = ["--constraint", str(context / "requirements.txt")]
    lists += ["--requirement", str(context / PACKAGES)]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    _said([*pip, *where, "--python-version", version, *lists])


def _wanted() -> list[str]:
    lines = _recipe("packages.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _own_base() -> str:
    text = _recipe("Dockerfile").read_text(encoding="utf-8")
    found = re.search(r"^ARG BASE_IMAGE=(\S+)", text, re.MULTILINE)
    assert found is not None  # the Dockerfile is ours
    return found[1]


def _recipe(name: str) -> Path:
    return Path(str(files("autograder.sandbox").joinpath("recipe", name)))


def _require_docker() -> None:
    try:
        done = subprocess.run(["docker", "version"], capture_output=True, text=True, check=False)
        said = (done.stdout + done.stderr).strip().rpartition("\n")[2] if done.returncode else ""
    except FileNotFoundError:
        said = "there is no command docker"
    if said:
        raise SandboxError(
            f"Docker cannot be used ({said}). Install and start it, and be in its group: "
            f"sudo apt-get install docker.io"
        )


def _is_there(image: str) -> bool:
    command = ["docker", "image", "inspect", image]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _pulled(image: str) -> bool:
    command = ["docker", "pull", "--quiet", image]
    try:
        return (
            subprocess.run(
                command, capture_output=True, timeout=PULL_SECONDS, check=False
            ).returncode
            == 0
        )
    except subprocess.TimeoutExpired:
        return False


def _said(command: Sequence[str]) -> str:
    """Run a command and return what it said; raises SandboxError with its last lines."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = "\n".join((done.stdout + done.stderr).strip().splitlines()[-5:])
        raise SandboxError(f"The grading image could not be built: {command[0]} said: {last}")
    return done.stdout.strip()
