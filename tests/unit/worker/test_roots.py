"""What a student's process may write where nothing else limits it, and the filter it has there."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.worker import roots
from autograder.worker.roots import MOST_FILES, WRITABLE, Root
from tests.conftest import ROOT

NOBODY = roots.USERS[-1]


@pytest.fixture
def root(tmp_path: Path) -> Root:
    for place in WRITABLE:
        (tmp_path / place).mkdir(parents=True)
    return Root(tmp_path, NOBODY, os.open(tmp_path, os.O_RDONLY))


def test_little_is_not_too_much(root: Root) -> None:
    (root.path / "tmp" / "notes").write_bytes(b"x" * 1000)
    (root.path / "tmp" / "sparse").touch()
    os.truncate(root.path / "tmp" / "sparse", 1 << 30)  # takes no place
    assert not root.holds_more_than(1 << 20)


@pytest.mark.parametrize("place", WRITABLE)
def test_many_bytes_are(root: Root, place: str) -> None:
    deep = root.path / place / "a" / "b"
    deep.mkdir(parents=True)
    for number in range(3):
        (deep / str(number)).write_bytes(b"x" * (1 << 20))
    assert root.holds_more_than(2 << 20) and not root.holds_more_than(4 << 20)


def test_many_files_are(root: Root) -> None:
    for number in range(MOST_FILES + 1):
        (root.path / "tmp" / str(number)).touch()
    assert root.holds_more_than(1 << 30)


def test_a_link_is_not_followed(root: Root, tmp_path_factory: pytest.TempPathFactory) -> None:
    large = tmp_path_factory.mktemp("other") / "large"
    large.write_bytes(b"x" * (2 << 20))
    (root.path / "tmp" / "link").symlink_to(large.parent)
    assert not root.holds_more_than(1 << 20)


def test_a_folder_that_is_swapped_for_a_pipe_holds_nobody_up(root: Root) -> None:
    """Opening a pipe waits for who writes into it, and its owner may exchange it at any moment."""
    swapping = f"""
import ctypes, os
os.chdir({str(root.path / "tmp")!r})
for n in range(50):
    os.mkdir(f"d{{n}}")
os.mkfifo("pipe")
libc = ctypes.CDLL(None)
while True:
    for n in range(50):
        libc.renameat2(-100, b"pipe", -100, f"d{{n}}".encode(), 2)
"""
    with subprocess.Popen([sys.executable, "-c", swapping]) as swapper:
        try:
            while not (root.path / "tmp" / "pipe").exists():
                time.sleep(0.01)
            for _ in range(300):
                assert not root.holds_more_than(1 << 20)
        finally:
            swapper.kill()


def test_a_pipe_counts_as_a_file(root: Root) -> None:
    os.mkfifo(root.path / "tmp" / "pipe")
    (root.path / "tmp" / "large").write_bytes(b"x" * (2 << 20))
    assert root.holds_more_than(1 << 20) and not root.holds_more_than(4 << 20)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files to another user")
def test_no_two_trees_have_one_user_and_times_are_forgotten(tmp_path: Path) -> None:
    for name in ("0", "1", "2"):
        (tmp_path / name / "dev").mkdir(parents=True)
        (tmp_path / name / "dev" / "null").touch()
    seen: dict[Path, set[int]] = {}
    for _ in range(20):
        taken = [roots.take(tmp_path) for _ in range(3)]
        for one in taken:
            seen.setdefault(one.path, set()).add(one.user)
            for place in ("", "dev", "dev/null"):
                assert (one.path / place).stat().st_mtime == 0
        with pytest.raises(OSError, match="every root in"):
            roots.take(tmp_path)
        for one in taken:
            one.leave()
    first, second, third = seen.values()
    assert not (first & second or second & third or first & third)
    assert {user % 3 for user in first} == {min(first) % 3}


def test_folders_deeper_than_can_be_followed_are_too_much_and_are_removed(root: Root) -> None:
    before = Path.cwd()
    try:
        os.chdir(root.path / "tmp")
        for _ in range(2_000):
            os.mkdir("d")  # noqa: PTH102 - a whole path would be too long
            os.chdir("d")
    finally:
        os.chdir(before)
    assert root.holds_more_than(1 << 30)
    root.leave()
    assert not any((root.path / place).exists() for place in WRITABLE)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be another user")
def test_all_that_a_user_runs_is_ended() -> None:
    with subprocess.Popen(["sleep", "600"], user=NOBODY) as process:
        while NOBODY not in roots.users_of(process.pid):
            time.sleep(0.01)
        roots.end_all_of(NOBODY)
        assert process.wait(10) == -9
    assert not [pid for pid in roots.processes() if NOBODY in roots.users_of(pid)]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a tree away")
def test_a_tree_is_taken_once_and_begins_empty(tmp_path: Path) -> None:
    for name in "01":
        (tmp_path / name / "dev").mkdir(parents=True)
        (tmp_path / name / "tmp").mkdir()
        (tmp_path / name / "tmp" / "left").touch()
    first, second = roots.take(tmp_path), roots.take(tmp_path)
    assert (first.path.name, second.path.name) == ("0", "1")
    with pytest.raises(OSError, match="is taken by a process"):
        roots.take(tmp_path)
    first.leave()
    again = roots.take(tmp_path)
    assert again.path == first.path and list((again.path / "tmp").iterdir()) == []
    found = (again.path / "tmp").stat()
    assert (found.st_uid, found.st_gid, found.st_mode & 0o777) == (again.user, again.user, 0o700)
    for one in (again, second):
        one.leave()


# Loads the stricter filter into itself, then says which calls were answered.
FILTERED = """
import ctypes, os, socket, time
from autograder.worker import jail, seccomp
program = seccomp.compiled_filter(shared=True)
jail.drop_privileges()
seccomp.load_filter(program)
other = os.getppid()
def made():
    libc, place = ctypes.CDLL(None, use_errno=True), ctypes.c_void_p()
    if libc.timer_create(1, None, ctypes.byref(place)):
        raise OSError(ctypes.get_errno(), "timer_create")
calls = {
    "unix": lambda: socket.socket(socket.AF_UNIX),
    "inet": lambda: socket.socket(socket.AF_INET),
    "bind": lambda: socket.socketpair()[0].bind("\\0named"),
    "connect": lambda: socket.socketpair()[0].connect("\\0named"),
    "datagrams": lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM),
    "raw": lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_RAW),
    "packets": lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET),
    "timer": lambda: made(),
    "cloexec datagrams": lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM | 0o2000000),
    "pair": socket.socketpair,
    "own clock": lambda: time.clock_gettime(time.CLOCK_PROCESS_CPUTIME_ID),
    "clock": time.monotonic,
    "another's clock": lambda: time.clock_gettime((~other) << 3 | 2),
    "another's clock's steps": lambda: time.clock_getres((~other) << 3 | 2),
}
for name, call in calls.items():
    try: call(); print(name)
    except OSError: pass
"""


def test_no_socket_gets_a_name_and_no_clock_is_anothers() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FILTERED], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n")[:-1] == ["pair", "own clock", "clock"]
