"""Attacks on what a submission must not see, keep or reach; each shows first that it would find."""

import hashlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import autograder
from autograder.course.options import Limits
from autograder.errors import SandboxError
from autograder.sandbox.base import Sandbox, open_sandbox
from autograder.sandbox.filesystem import python_tree
from tests.conftest import ROOT, SECRET
from tests.support.transports import ask, assert_unaffected, crash_of, transport_over

pytestmark = pytest.mark.sandbox

FIND = """
import os
def find(names):
    found = []
    for folder, folders, files in os.walk('/'):
        if folder.startswith('/proc/'):
            folders.clear()
        found += [os.path.join(folder, name) for name in folders + files if name in names]
    return found
def readable(paths):
    return [path for path in paths if os.access(path, os.R_OK)]
"""


def test_course_and_grader_do_not_exist_inside(sandbox: Sandbox) -> None:
    hidden = [".secret", "submitted", "gradebook.db", "verdicts", "course.toml", "masks.py"]
    ours = ["exercise.py", "assignment.md.j2", "bubblewrap.py", "crashes.py", "verdict.py"]
    places = [ROOT / "solutions", ROOT / "autograder", ROOT / "course.toml", Path("/etc/shadow")]
    with transport_over(sandbox, FIND) as transport:
        assert ask(transport, "find", ["digits.npz"])  # it does find what there is
        found = ask(transport, "find", hidden + ours)
        assert [path for path in found if "/nbgrader/" not in path] == []  # its own examples
        assert ask(transport, "readable", ["/opt/data/digits.npz"])
        assert ask(transport, "readable", [str(place) for place in places]) == []


def test_times_of_the_machines_devices_are_out_of_reach(sandbox: Sandbox) -> None:
    """All submissions share them, so that a time would be a word from one to the next."""
    source = (
        "import os\n"
        "def attack():\n"
        "    changed = []\n"
        "    for name in os.listdir('/dev'):\n"
        "        try:\n"
        "            os.utime(f'/dev/{name}', follow_symlinks=False)\n"
        "            changed.append(name)\n"
        "        except OSError: pass\n"
        "    with open('/dev/null', 'w') as file: file.write('x')\n"
        "    return changed, len(open('/dev/urandom', 'rb').read(4))\n"
    )
    before = {name: Path("/dev", name).stat().st_mtime_ns for name in ("null", "zero", "urandom")}
    with transport_over(sandbox, source) as transport:
        changed, read = ask(transport, "attack")
    assert set(changed) <= {"shm"} and read == 4  # which is its own; and devices still work
    after = {name: Path("/dev", name).stat().st_mtime_ns for name in before}
    assert {name: after[name] for name in ("zero", "urandom")} == {
        name: before[name] for name in ("zero", "urandom")
    }


def test_nothing_outside_the_private_folders_can_be_written(sandbox: Sandbox) -> None:
    source = (
        "import os\n"
        "def attack():\n"
        "    found = []\n"
        "    for folder, folders, _ in os.walk('/'):\n"
        "        if folder.startswith('/proc'): folders.clear(); continue\n"
        "        try:\n"
        "            open(folder + '/left', 'w').close(); found.append(folder)\n"
        "        except OSError: pass\n"
        "    return sorted(found)\n"
    )
    with transport_over(sandbox, source) as transport:
        assert ask(transport, "attack") == ["/dev/shm", "/tmp", "/tmp/notebook"]


@pytest.fixture
def course_among_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Path, Path]]:
    """A course that stands inside a folder of packages, as does a copy of this package."""
    packages = tmp_path / "site-packages"
    course = packages / "course"
    data = course / "assignments" / "one"
    data.mkdir(parents=True)
    (course / "course.toml").touch()
    (course / "solution.py").write_text("SECRET = 1")
    (data / "public.txt").write_text("public")
    (data / "assignment.md.j2").write_text("{{ hidden }}")
    (packages / "autograder").mkdir()
    (packages / "autograder" / "secret.py").write_text("SECRET = 2")
    (packages / "neighbour.py").write_text("x = 1")
    (packages / "editable.pth").write_text(f"{ROOT}\nimport sys; sys.exit(9)\n")
    monkeypatch.syspath_prepend(str(packages))
    tmp_path.chmod(0o755)
    yield packages, data


def test_a_course_among_the_packages_is_covered(course_among_packages: tuple[Path, Path]) -> None:
    _, data = course_among_packages
    source = FIND + "import autograder, neighbour\ndef where(): return autograder.__file__"
    with (
        open_sandbox("bubblewrap", Limits(), data) as box,
        transport_over(box, source) as transport,
    ):
        assert transport.runs[0].error == ""
        assert ask(transport, "where") == "/opt/autograder/autograder/__init__.py"
        names = ["solution.py", "course.toml", "exercise.py", "assignment.md.j2"]
        assert ask(transport, "find", ["neighbour.py", "public.txt"])
        assert ask(transport, "find", names) == []


def test_a_course_that_cannot_be_covered_is_refused(
    course_among_packages: tuple[Path, Path],
) -> None:
    packages, data = course_among_packages
    (packages / "course.toml").touch()
    with pytest.raises(SandboxError, match="Move the course"):
        python_tree(Path(autograder.__file__).parent, data)


SCAN = """
import ctypes, hashlib
def scan(start, digest):
    # Looks for `start` followed by 32 characters of that hash, so that it cannot find itself.
    found = 0
    for line in open('/proc/self/maps'):
        place, rights = line.split()[:2]
        if not rights.startswith('rw'):
            continue
        low, high = (int(part, 16) for part in place.split('-'))
        data = ctypes.string_at(low, high - low)
        at = data.find(start.encode())
        while at >= 0:
            part = data[at + len(start):at + len(start) + 32]
            found += hashlib.sha256(part).hexdigest() == digest
            at = data.find(start.encode(), at + 1)
    return found
"""


def test_no_secret_is_in_the_process(sandbox: Sandbox) -> None:
    start, rest = SECRET[:7], SECRET[7:]
    digest = hashlib.sha256(rest.encode()).hexdigest()
    assert os.environ["AUTOGRADER_SECRET"] == SECRET  # it is in the grader all the while
    looks = (
        "import gc, os, sys\n"
        "def look():\n"
        "    frame, places = sys._getframe(), []\n"
        "    while frame: places.append(frame.f_globals['__name__']); frame = frame.f_back\n"
        "    return [dict(os.environ), places]\n"
        "def keep(text):\n    global kept\n    kept = text\n"
    )
    with transport_over(sandbox, SCAN, looks) as transport:
        environment, frames = ask(transport, "look")
        assert "AUTOGRADER_SECRET" not in environment
        assert not any(SECRET in value for value in environment.values())
        assert all(
            name == "__main__" or name.startswith(("autograder", "runpy")) for name in frames
        )
        assert ask(transport, "scan", start, digest) == 0
        ask(transport, "keep", SECRET)
        assert ask(transport, "scan", start, digest) > 0  # had it been there, it had been found


def test_no_other_process_is_to_be_seen(sandbox: Sandbox) -> None:
    source = (
        "import os, ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "def attack(grader):\n"
        "    seen = [int(name) for name in os.listdir('/proc') if name.isdigit()]\n"
        "    hit = []\n"
        "    for pid in {*seen, *range(1, 300), grader, os.getppid()} - {os.getpid(), 0}:\n"
        "        for name in ('mem', 'environ', 'maps', 'cmdline'):\n"
        "            try: open(f'/proc/{pid}/{name}', 'rb').read(1); hit.append(name)\n"
        "            except OSError: pass\n"
        "        try: os.kill(pid, 0); hit.append('kill')\n"
        "        except OSError: pass\n"
        "        if libc.ptrace(16, pid, None, None) == 0: hit.append('ptrace')\n"
        "    try: os.kill(-1, 9)\n"
        "    except OSError: pass\n"
        "    return [seen, hit, os.getpid()]\n"
    )
    with transport_over(sandbox, source) as transport:
        assert ask(transport, "attack", os.getpid()) == [[1], [], 1]


def test_there_is_no_network(sandbox: Sandbox) -> None:
    name = f"\0dgm-test-{os.getpid()}"  # other tests run beside this one
    source = (
        "import socket\n"
        "def attack(port):\n"
        "    reached = []\n"
        "    for family, address in ((2, ('127.0.0.1', port)), (10, ('::1', port)),\n"
        f"                            (1, {name!r}), (16, (0, 0))):\n"
        "        try:\n"
        "            with socket.socket(family) as s:\n"
        "                s.settimeout(1)\n"
        "                s.connect(address)\n"
        "                reached.append(str(address))\n"
        "        except OSError: pass\n"
        "    return reached\n"
    )
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as named:
        named.bind(name)
        named.listen(1)
        with transport_over(sandbox, source) as transport:
            assert ask(transport, "attack", server.getsockname()[1]) == []
        probe: dict[str, Any] = {}
        exec(source, probe)
        assert len(probe["attack"](server.getsockname()[1])) == 2  # from here both are reached


def test_no_way_up_and_no_way_out(sandbox: Sandbox) -> None:
    source = (
        "import os, ctypes, resource, socket\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "def attack():\n"
        "    calls = {\n"
        "        'unshare': lambda: libc.unshare(0x10000000),\n"
        "        'mount': lambda: libc.mount(b'tmpfs', b'/opt', b'tmpfs', 0, None),\n"
        "        'remount': lambda: libc.mount(None, b'/', None, 32 | 4096, None),\n"
        "        'umount': lambda: libc.umount2(b'/tmp', 2),\n"
        "        'chroot': lambda: libc.chroot(b'/tmp'),\n"
        "        'memfd': lambda: libc.syscall(319, b'x', 0),\n"
        "        'shm': lambda: libc.shmget(0x1234, 4096, 0o1666),\n"
        "        'io_uring': lambda: libc.syscall(425, 4, ctypes.create_string_buffer(256)),\n"
        "        'keyctl': lambda: libc.syscall(250, 0, -3, 0, 0, 0),\n"
        "        'bpf': lambda: libc.syscall(321, 0, ctypes.create_string_buffer(256), 128),\n"
        "        'clone3': lambda: libc.syscall(435, ctypes.create_string_buffer(88), 88),\n"
        "        'setuid': lambda: libc.setuid(0),\n"
        "        'memory': lambda: resource.setrlimit(resource.RLIMIT_AS, (-1, -1)),\n"
        "        'cpu': lambda: resource.setrlimit(resource.RLIMIT_CPU, (9999, 9999)),\n"
        "        'exec': lambda: os.execv('/bin/true', ['true']),\n"
        "        'fork': lambda: os.fork(),\n"
        "        'harmless': lambda: os.getpid(),\n"
        "    }\n"
        "    done = []\n"
        "    for name, call in calls.items():\n"
        "        try: result = call()\n"
        "        except (OSError, ValueError): continue\n"
        "        if result is None or result >= 0: done.append(name)\n"
        "    return done\n"
    )
    with transport_over(sandbox, source) as transport:
        assert ask(transport, "attack") == ["harmless"]


def test_nothing_is_left_for_the_next_student(sandbox: Sandbox) -> None:
    leave = (
        "import os, sys, torch, socket, builtins, tempfile\n"
        "for folder in ('/tmp', '/dev/shm', '.'):\n"
        "    open(folder + '/left', 'w').write('x')\n"
        "name = socket.socket(socket.AF_UNIX); name.bind('\\0left')\n"
        "torch.equal = torch.allclose = lambda *a, **k: True\n"
        "torch.Tensor.__eq__ = lambda *a: True\n"
        "builtins.left = os.environ['LEFT'] = 'x'\n"
        "torch.nn.Linear.forward = None\n"
        "sys.modules['left'] = torch\n"
    )
    look = (
        "import os, sys, torch, socket, builtins\n"
        "def look():\n"
        "    found = [f for f in ('/tmp/left', '/dev/shm/left', 'left') if os.path.exists(f)]\n"
        "    try: socket.socket(socket.AF_UNIX).bind('\\0left')\n"
        "    except OSError: found.append('socket')\n"
        "    if torch.equal(torch.ones(1), torch.zeros(1)): found.append('equal')\n"
        "    if torch.nn.Linear.forward is None: found.append('Linear')\n"
        "    if hasattr(builtins, 'left') or 'LEFT' in os.environ: found.append('builtins')\n"
        "    if 'left' in sys.modules: found.append('modules')\n"
        "    return found\n"
    )
    with transport_over(sandbox, leave, look) as first:
        assert len(ask(first, "look")) == 8  # the one who left them does find them
        with transport_over(sandbox, look) as second:
            assert ask(second, "look") == []
        fresh = first.fresh()
        fresh.close()
        assert_unaffected(sandbox)


def test_what_a_process_may_not_name_it_cannot_call(sandbox: Sandbox) -> None:
    source = (
        "import gc, sys\ndef attack():\n    return 'autograder.grading.exercise' in sys.modules\n"
    )
    with transport_over(
        sandbox, source, "def load():\n    import autograder.grading.exercise"
    ) as transport:
        assert ask(transport, "attack") is False
        assert crash_of(transport, "exception", "load").kind == "ModuleNotFoundError"
