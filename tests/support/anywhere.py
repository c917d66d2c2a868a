"""A fresh environment with the package from a wheel, and an empty folder beside it."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from tests.conftest import ROOT
from tests.support.servers import free_port
from tests.support.transports import wait_until

TOKEN = "t"
COMMANDS = """
import json, sys
from autograder.__main__ import main
for words in json.loads(sys.argv[1]):
    assert main(words) == 0, words
"""
# As nbgrader's own installation says it; nothing else that Jupyter may have is started.
EXTENSIONS = {"nbgrader.server_extensions.formgrader": True}


@dataclass(frozen=True)
class Place:
    """A fresh environment with the wheel in it, and a folder in which nothing is."""

    python: Path
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """The variables of a shell there."""
        env = {k: v for k, v in os.environ.items() if not k.startswith(("AUTOGRADER", "PYTHON"))}
        # `alembic`, which nbgrader calls by its name, is where the libraries are.
        path = [str(self.python.parent), os.environ["PATH"], sysconfig.get_path("scripts")]
        # Beside the libraries, too, are nbconvert's templates, which nbgrader loads.
        templates = str(Path(sysconfig.get_path("data")) / "share" / "jupyter")
        own = {"HOME": str(self.folder), "OMP_NUM_THREADS": "1", "JUPYTER_PATH": templates}
        return env | own | {"PATH": os.pathsep.join(path)}

    def run(self, *words: str, code: int = 0, within: str = ".") -> str:
        """Run a module as a command there, and return what it said."""
        return self._said(("-m", *words), code, within)

    def run_all(self, *commands: str, within: str) -> str:
        """Run commands of ours there in one process, which imports all they need once."""
        words = json.dumps([command.split() for command in commands])
        return self._said(("-c", COMMANDS, words), 0, within)

    def _said(self, words: Sequence[str], code: int, within: str) -> str:
        done = subprocess.run(
            [str(self.python), *words],
            cwd=self.folder / within,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=280,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr


@dataclass(frozen=True)
class Jupyter:
    """A Jupyter server that runs in a place."""

    url: str

    def page(self, path: str, method: str = "GET") -> str:
        """Ask for a page of formgrader's as somebody who has logged in; an error is raised."""
        headers = {"Authorization": f"token {TOKEN}"}
        asked = Request(f"{self.url}/formgrader/{path}", headers=headers, method=method)
        with urlopen(asked, timeout=200) as answer:
            text: str = answer.read().decode()
            return text

    def told(self, path: str, method: str = "GET") -> Any:
        """Ask formgrader's API."""
        return json.loads(self.page(f"api/{path}", method))


@contextmanager
def jupyter_in(place: Place, within: str) -> Iterator[Jupyter]:
    """Run a Jupyter server in a folder of a place, as a TA does, until the end."""
    port = free_port()
    options = ["--allow-root", "--no-browser", f"--ServerApp.port={port}"]
    options += ["--ServerApp.ip=127.0.0.1", f"--IdentityProvider.token={TOKEN}"]
    options += [f"--ServerApp.jpserver_extensions={EXTENSIONS!r}"]
    log = place.folder / "jupyter.log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [str(place.python), "-m", "jupyter_server", *options],
            cwd=place.folder / within,
            env=place.environment,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    try:
        server = Jupyter(f"http://127.0.0.1:{port}")
        wait_until(lambda: process.poll() is not None or _answers(server), "no server", 200)
        assert process.poll() is None, log.read_text()
        yield server
    finally:
        process.terminate()
        process.wait(30)


def _answers(server: Jupyter) -> bool:
    try:
        server.told("status")
    except OSError:  # HTTPError, too, which would be told by what is asked first
        return False
    return True


def installed(root: Path) -> Place:
    """Build the wheel from a copy of the checkout, and install it into a fresh environment."""
    checkout = root / "checkout"
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "autograder", checkout / "autograder", ignore=ignore)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copyfile(ROOT / name, checkout / name)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    alone = ["--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "wheel", *alone, "-w", str(root), str(checkout)], check=True)
    [wheel] = root.glob("*.whl")
    shutil.rmtree(checkout)
    environment = root / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    [packages] = environment.glob("lib/python*/site-packages")
    command = [*pip, "install", "--no-deps", "--no-index", "--target", str(packages), str(wheel)]
    subprocess.run(command, check=True)
    # The libraries are those of this environment; what is installed editable in it is not found.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    (root / "empty").mkdir()
    return Place(environment / "bin" / "python", root / "empty")
