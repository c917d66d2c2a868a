"""What belongs to a course is nowhere to be read, wherever it lies and whoever grades."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from autograder.course.private import DEFAULT_EXCHANGE, holdings
from autograder.errors import SandboxError
from autograder.sandbox.container import Container
from autograder.sandbox.filesystem import python_tree
from autograder.sandbox.mounts import Mount, everywhere, mounts
from tests.conftest import ROOT
from tests.support.rummaged import PACKAGES, course_in, strewn

pytestmark = pytest.mark.sandbox

ORDINARY = 1000


@pytest.fixture
def default_exchange() -> Iterator[Path | None]:
    """nbgrader's own exchange, where this test may make one, else None."""
    place = Path(DEFAULT_EXCHANGE)
    if os.geteuid() != 0 or place.exists():
        yield None
        return
    made = [folder for folder in (place, *place.parents) if not folder.exists()]
    place.mkdir(parents=True)
    try:
        yield place
    finally:
        shutil.rmtree(made[-1])


@pytest.fixture
def folder(default_exchange: Path | None) -> Iterator[Path]:
    """A folder that all may read, with a course and its belongings strewn about."""
    with TemporaryDirectory(
        prefix="rummaging-", dir="/usr/local" if default_exchange else None
    ) as f:
        Path(f).chmod(0o755)
        strewn(Path(f), default_exchange)
        yield Path(f)


def found_by_a_student(folder: Path, before: list[str], python: str) -> list[list[str]]:
    environment = {
        **os.environ,
        "AUTOGRADER_SECRET": "x",
        "HOME": "/tmp",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": os.pathsep.join([sysconfig.get_path("purelib"), str(ROOT)]),
    }
    command = [*before, python, "-m", "tests.support.rummaged", str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if "user namespaces" in done.stderr:
        pytest.skip(done.stderr[-300:])
    assert done.returncode == 0, done.stderr[-2000:]
    found: list[list[str]] = json.loads(done.stdout.splitlines()[-1])
    return found


def assert_only_what_is_public(found: list[list[str]]) -> None:
    walked, by_name = found
    # It does find what there is to be found: the search is none that cannot fail.
    public = ["/opt/data/public.txt", "/tmp/notebook/public.txt"]
    assert sorted(p for p in walked if p.startswith(("/opt/data", "/tmp"))) == public
    others = [path for path in walked if path not in public]
    assert [Path(path).name for path in others] == ["neighbour.txt"]
    assert by_name == []


@pytest.mark.usefixtures("bubblewrap")
def test_nothing_of_a_course_is_found(folder: Path) -> None:
    assert_only_what_is_public(found_by_a_student(folder, [], sys.executable))


@pytest.mark.usefixtures("bubblewrap")
def test_nothing_of_a_course_is_found_when_an_ordinary_user_grades(folder: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can grade as somebody else")
    if not os.access(ROOT, os.R_OK) or ROOT.stat().st_mode & 5 != 5:
        pytest.skip(f"{ROOT} is closed to other users")
    # Python may stand in root's own folder: there it is, for this once, in an open one.
    python = folder / "python"
    python.mkdir()
    shown = f"mount --bind {Path(sys.base_prefix).resolve()} {python} && exec "
    become = f'setpriv --reuid {ORDINARY} --regid {ORDINARY} --clear-groups "$@"'
    before = ["unshare", "--mount", "sh", "-c", shown + become, "sh"]
    name = f"bin/python{sys.version_info[0]}.{sys.version_info[1]}"
    assert_only_what_is_public(found_by_a_student(folder, before, str(python / name)))


def test_what_stands_among_what_must_be_shown_is_refused(folder: Path) -> None:
    sys_path = [*sys.path, str(folder / PACKAGES)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", sys_path)
        data = folder / "course" / "assignments" / "one"
        with pytest.raises(SandboxError, match="Move the course, or which of these it is"):
            python_tree(ROOT / "autograder", data, [folder / PACKAGES])
        # A database may write a journal beside itself at any time.
        course = course_in(folder)
        named = {"db_url": f"sqlite:///{folder / PACKAGES / 'gradebook.db'}"}
        here = course.model_copy(update={"course": course.course.model_copy(update=named)})
        with pytest.raises(SandboxError, match="its gradebook"):
            python_tree(ROOT / "autograder", data, holdings(here))


def test_a_container_is_not_shown_what_lies_among_the_data(folder: Path) -> None:
    course = course_in(folder)
    data = course.root / "assignments" / "one"
    shown = Container("image", folder, data, course.limits, "g", hidden=holdings(course)).config()
    targets = [mount["Target"] for mount in shown["HostConfig"]["Mounts"]]
    assert targets == ["/run/autograder", "/opt/data/public.txt"]
    assert shown["Hostname"] == "sandbox"
    (data / "figures").mkdir()
    (data / "figures" / "inbox").mkdir()
    inside = Container("i", folder, data, course.limits, "g", hidden=(data / "figures" / "inbox",))
    with pytest.raises(SandboxError, match="students are given as data"):
        inside.config()


def test_holdings_are_found_wherever_they_are_named(folder: Path) -> None:
    found = holdings(course_in(folder))
    packages = folder / PACKAGES
    wanted = {
        Path(DEFAULT_EXCHANGE),
        folder / "course",
        folder / "exchange",
        packages / "grades" / "gradebook.db",
        packages / "grades" / "gradebook.db-journal",
        packages / "single" / "secret.txt",
        packages / "handed_in",
        folder / "course" / "assignments" / "one" / "inbox",
        folder / "course" / "verdicts",
    }
    assert wanted <= set(found)
    config = folder / "course" / "nbgrader_config.py"
    config.write_text("c.Exchange.root = this is no Python")
    assert packages / "handed_in" not in holdings(course_in(folder))  # nbgrader tells of it
    config.with_suffix(".json").write_text('{"Exchange": {"root": "/elsewhere"}}')
    assert Path("/elsewhere") in holdings(course_in(folder))


def test_what_is_mounted_twice_is_found_twice() -> None:
    disk = [
        Mount("8:1", Path("/"), Path("/")),
        Mount("8:1", Path("/srv/exchange"), Path("/usr/lib/x/bound")),
        Mount("8:1", Path("/srv"), Path("/mnt/srv")),
        Mount("8:1", Path("/srv/exchange/dgm/inbound"), Path("/usr/lib/inbound")),
        Mount("8:2", Path("/srv"), Path("/other")),
    ]
    assert everywhere([Path("/srv/exchange/dgm")], disk) == {
        Path("/srv/exchange/dgm"),
        Path("/usr/lib/x/bound/dgm"),
        Path("/mnt/srv/exchange/dgm"),
        Path("/usr/lib/inbound"),
    }
    assert everywhere([Path("/mnt/srv/notes")], disk) >= {
        Path("/srv/notes"),
        Path("/mnt/srv/notes"),
    }
    assert Path("/") in {mount.place for mount in mounts()}
