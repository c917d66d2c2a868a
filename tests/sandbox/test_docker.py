"""Grading in containers: as in bubblewrap, leaving nothing; a sentence when it cannot be."""

import json
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from io import BytesIO
from pathlib import Path

import docker
import pytest

from autograder.__main__ import main
from autograder.course.config import load_course
from autograder.course.known import answer_sheet, known_submissions
from autograder.course.options import GradingOptions, Limits
from autograder.errors import SandboxError, SandboxGone
from autograder.grading.exam import Exam, load_exam
from autograder.grading.exercise import grade_exercise
from autograder.grading.grader import Grader, Session
from autograder.records.verdict import ExerciseVerdict
from autograder.sandbox import container as spec
from autograder.sandbox import image as images
from autograder.sandbox.base import Sandbox, open_sandbox
from autograder.sandbox.container import LABEL
from autograder.sandbox.docker import Docker
from autograder.sandbox.prefork import Terms
from autograder.sandbox.prefork_sandbox import WarmSandbox
from autograder.sandbox.walls import settled_device
from autograder.storage.scratch import this_grader
from autograder.submission.read import find_submissions, submission_of
from tests.conftest import DATA, ROOT, TIGHT, Boxes
from tests.support.transports import (
    ask,
    assert_unaffected,
    cells_of,
    crash_of,
    first_processes,
    own_containers,
    transport_over,
    wait_until,
)

NAME = GradingOptions().image


@pytest.fixture
def box(containers: None, boxes: Boxes) -> Sandbox:
    return boxes.get("docker", TIGHT)


def status_of(pid: int) -> dict[str, str]:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {key: value.strip() for key, value in (line.split(":", 1) for line in lines)}


@pytest.mark.docker
def test_the_kernel_holds_what_docker_was_asked_for(box: Sandbox) -> None:
    (first, *_) = first_processes()
    status = status_of(first)
    assert status["Uid"].split() == ["61999"] * 4
    assert int(status["CapBnd"], 16) == int(status["CapEff"], 16) == 0
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")
    own = {kind: Path(f"/proc/self/ns/{kind}").readlink() for kind in ("net", "ipc", "pid", "mnt")}
    assert not [k for k, link in own.items() if Path(f"/proc/{first}/ns/{k}").readlink() == link]
    assert_unaffected(box)


@pytest.mark.docker
@pytest.mark.usefixtures("box")
def test_the_way_in_is_closed_behind_the_worker() -> None:
    with closing(docker.from_env()) as client:
        for container in own_containers():
            mounts = client.api.inspect_container(container)["Mounts"]
            (source,) = [m["Source"] for m in mounts if m["Destination"] == "/run/autograder"]
            assert not Path(source).exists()


def opened(recycle: int = 500) -> Sandbox:
    return open_sandbox("docker", TIGHT, DATA, GradingOptions(recycle=recycle))


@pytest.mark.docker
@pytest.mark.usefixtures("containers")
def test_a_container_is_begun_anew_now_and_then_when_nobody_is_at_work() -> None:
    others = set(own_containers())
    with opened(recycle=2) as sandbox:  # one child has been tried already
        first = set(own_containers()) - others
        transport = sandbox.open(cells_of("x = 1\ndef f(): return x"))
        fresh = transport.fresh()
        assert set(own_containers()) - others == first
        assert ask(fresh, "f") == ask(transport, "f") == 1
        transport.close()
        fresh.close()
        transport = sandbox.open(cells_of("def f(): return 2"))
        second = set(own_containers()) - others
        assert len(second) == 1 and not first & second
        assert ask(transport, "f") == 2
        transport.close()
    assert set(own_containers()) <= others


@pytest.mark.docker
@pytest.mark.usefixtures("containers")
def test_an_exception_and_ctrl_c_leave_no_container() -> None:
    others = set(own_containers())
    for error in (ZeroDivisionError, KeyboardInterrupt):
        with (
            pytest.raises(error),
            opened() as sandbox,
            closing(sandbox.open(cells_of("x = 1"))),
        ):
            raise error
    wait_until(lambda: set(own_containers()) <= others, "a container was left")


@pytest.mark.docker
@pytest.mark.usefixtures("containers")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_grader_that_is_ended_leaves_no_container(number: int) -> None:
    script = (
        "import time\nfrom pathlib import Path\nfrom autograder.course.options import Limits\n"
        "from autograder.records.cell import CodeCell\n"
        "from autograder.sandbox.base import open_sandbox\n"
        "from autograder.storage.scratch import this_grader\n"
        f"with open_sandbox('docker', Limits(), Path({str(DATA)!r})) as sandbox:\n"
        "    transport = sandbox.open([CodeCell('a', 'a', 'x = 1')])\n"
        "    print(this_grader(), flush=True)\n    time.sleep(600)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        text=True,
    ) as grader:
        assert grader.stdout is not None
        name = grader.stdout.readline().strip()
        assert len(containers_of(name)) == 1
        grader.send_signal(number)
    wait_until(lambda: not containers_of(name), "a container outlived its grader")


def containers_of(grader: str) -> list[str]:
    with closing(docker.from_env()) as client:
        found = client.api.containers(all=True, filters={"label": f"{LABEL}={grader}"})
        return [one["Id"] for one in found]


@pytest.mark.docker
@pytest.mark.usefixtures("containers")
def test_what_a_killed_grader_made_but_did_not_begin_is_removed() -> None:
    boot, namespace, _, started = this_grader().split("-")
    dead = f"{boot}-{namespace}-{2**22 + 1}-{started}"
    with closing(docker.from_env()) as client:
        for name in (dead, this_grader()):
            client.api.create_container(NAME, labels={LABEL: name, "test": "left"})
        with opened():
            left = client.api.containers(all=True, filters={"label": "test=left"})
            assert [one["Labels"][LABEL] for one in left] == [this_grader()]
        client.api.remove_container(left[0]["Id"])


@pytest.mark.docker
@pytest.mark.usefixtures("containers")
def test_without_a_limit_of_its_own_a_process_meets_its_containers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As with CUDA, which maps too much for RLIMIT_AS: the kernel then ends it, and only it."""
    source = (
        "import torch\ndef attack():\n    kept = []\n"
        "    while True: kept.append(torch.ones(8 << 20))\n"
        "def f(): return 1\n"
    )
    monkeypatch.setattr(spec, "WARM_MB", 512)  # sooner full
    limits = TIGHT.model_copy(update={"cpu_seconds": 60, "call_seconds": 60})
    wall = Docker(DATA, limits, GradingOptions())
    with WarmSandbox(wall, limits, Terms(gpu_percent=50)) as sandbox:
        first = first_processes()
        transport = sandbox.open(cells_of(source))
        crash_of(transport, "memory")
        fresh = transport.fresh()
        assert ask(fresh, "f") == 1
        assert first_processes() == first  # the warm process has not been ended for it
        fresh.close()


@pytest.fixture
def refusing(
    request: pytest.FixtureRequest, containers: None, monkeypatch: pytest.MonkeyPatch
) -> str:
    """Refuse what a nested namespace needs, as a stricter host does."""
    call = str(getattr(request, "param", "unshare"))
    rules = json.loads(spec.profile())
    rules["syscalls"][0]["names"].remove(call)
    monkeypatch.setattr(spec, "profile", lambda: json.dumps(rules))
    return call


@pytest.mark.docker
@pytest.mark.parametrize("refusing", ["unshare", "mount"], indirect=True)
def test_where_nesting_is_refused_each_process_has_a_container(
    refusing: str, caplog: pytest.LogCaptureFixture
) -> None:
    before = set(own_containers())
    with opened() as sandbox:
        assert refusing in caplog.text and "AppArmor" in caplog.text
        assert set(own_containers()) == before
        source = "import os\nx = 5\ndef f(): return [x, os.getpid(), os.getuid()]"
        transport = sandbox.open(cells_of(source))
        (container,) = set(own_containers()) - before
        with closing(docker.from_env()) as client:
            asked = client.api.inspect_container(container)["HostConfig"]
        assert asked["SecurityOpt"] == ["no-new-privileges:true"]  # so Docker's own profile
        value, pid, uid = ask(transport, "f")
        assert (value, uid) == (5, 61999)
        assert pid != 1  # the first, whom it cannot kill, supervises it
        transport.close()
        wait_until(lambda: set(own_containers()) <= before, "a container was left")


LONELY = """
import os, socket
def kill():
    for pid in (1, -1):
        for number in (9, 15, 17):
            try: os.kill(pid, number)
            except OSError: pass
    return 'alive'
def reach():
    calls = {
        'fork': os.fork,
        'exec': lambda: os.execv('/bin/true', ['true']),
        'inet': lambda: socket.socket(socket.AF_INET),
        'memory': lambda: open('/proc/1/mem', 'rb').read(1),
        'write': lambda: open('/opt/left', 'w'),
        'way in': lambda: os.listdir('/run/autograder')[0],
        'harmless': os.getpid,
    }
    done = []
    for name, call in calls.items():
        try: call(); done.append(name)
        except (OSError, IndexError): pass
    return done
def spin():
    while True: pass
def fill(): return len(bytearray(1 << 33))
"""


@pytest.mark.docker
@pytest.mark.usefixtures("refusing")
def test_a_container_for_one_process_shuts_it_in_as_well() -> None:
    with opened() as sandbox, transport_over(sandbox, LONELY) as transport:
        assert ask(transport, "reach") == ["harmless"]
        assert ask(transport, "kill") == "alive"
        assert "256 MB" in crash_of(transport, "memory", "fill").message
        crash_of(transport, "cpu_time", "spin")


KNOWN = {
    "likelihood": "wrong_sign",
    "masks": "wrong_centre_always_shown",
    "sampling": "wrong_column_by_column",
    "stack": "(reference)",
}


def verdict_of(exam: Exam, exercise: str, name: str, sandbox: Sandbox) -> ExerciseVerdict:
    folder = ROOT / "tests" / "submissions"
    known = [
        k for k in known_submissions(folder, "pixelcnn") if (k.exercise, k.name) == (exercise, name)
    ]
    assert known or name == "(reference)"
    notebook = answer_sheet(exam.course, "pixelcnn", exam.released, known)
    submission = submission_of(notebook, exam.released, "known", "pixelcnn")
    (examined,) = [e for e in exam.exercises if e.name == exercise]
    return grade_exercise(exam, submission, examined, sandbox)[0]


@pytest.mark.docker
@pytest.mark.usefixtures("containers")
@pytest.mark.parametrize("exercise", KNOWN)
def test_verdicts_are_the_same_in_both_sandboxes(exercise: str, boxes: Boxes) -> None:
    exam = load_exam(load_course(ROOT).under("both"), "pixelcnn")
    ours, theirs = (
        verdict_of(exam, exercise, KNOWN[exercise], boxes.get(wall, Limits()))
        for wall in ("bubblewrap", "docker")
    )
    assert ours == theirs
    assert (ours.points < ours.max_points) == KNOWN[exercise].startswith("wrong")


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of this course in which two students have handed in what they were given."""
    for part in ("assignments", "solutions", "release"):
        shutil.copytree(ROOT / part, tmp_path / part)
    shutil.copy(ROOT / "course.toml", tmp_path)
    for student in ("ada", "zoe"):
        place = tmp_path / "submitted" / student / "pixelcnn" / "pixelcnn.ipynb"
        place.parent.mkdir(parents=True)
        shutil.copy(ROOT / "release" / "pixelcnn" / "pixelcnn.ipynb", place)
    monkeypatch.setenv("AUTOGRADER_SECRET", "a class")
    return tmp_path


def said_by(course: Path, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    """What `autograder grade` says when it cannot: one sentence after the other on one line."""
    command = ["--course", str(course), "grade", "pixelcnn", "--no-gradebook", *more]
    assert main([*command, "--sandbox", "docker"]) == SandboxGone.exit_code == 4
    told = [line for line in capsys.readouterr().err.splitlines() if "autograder: " in line]
    (line,) = told
    return line


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.slow
def test_without_a_daemon_grading_stops_with_a_sentence(
    course: Path, jobs: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere.sock")
    said = said_by(course, capsys, "--jobs", jobs)
    assert "cannot be reached (No such file or directory)" in said
    assert "systemctl start docker" in said
    said = said_by(course, capsys, "--device", "auto")
    assert "cannot be reached" in said


@pytest.mark.docker
@pytest.mark.usefixtures("containers")
def test_a_missing_or_stale_image_is_told_with_its_remedy() -> None:
    with closing(docker.from_env()) as client:
        recipe = f"FROM {NAME}\nLABEL {images.WORKER}=old\n".encode()
        client.images.build(fileobj=BytesIO(recipe), tag="autograder-test-stale", rm=True)
        try:
            for name, wanted in {
                "autograder-test-none": "no grading image 'autograder-test-none'. Build it",
                "autograder-test-stale": "another version of the worker. Build it again",
            }.items():
                with (
                    pytest.raises(SandboxGone, match=f"{wanted}.*autograder image"),
                    open_sandbox("docker", TIGHT, DATA, GradingOptions(image=name)),
                ):
                    pass
        finally:
            client.images.remove("autograder-test-stale")


@pytest.mark.docker
@pytest.mark.usefixtures("containers")
def test_a_worker_that_does_not_come_up_is_told() -> None:
    with closing(docker.from_env()) as client:
        recipe = f"FROM {NAME}\nENV PYTHONPATH=/opt/autograder\n".encode()  # so no torch
        client.images.build(fileobj=BytesIO(recipe), tag="autograder-test-broken", rm=True)
        options = GradingOptions(image="autograder-test-broken")
        try:
            with (
                pytest.raises(SandboxError, match=r"No module named .*autograder image"),
                open_sandbox("docker", TIGHT, DATA, options),
            ):
                pass
        finally:
            client.images.remove("autograder-test-broken")


@pytest.mark.docker
@pytest.mark.usefixtures("containers")
def test_a_gpu_that_is_not_there_is_told(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(docker.from_env()) as client:
        if spec.offers_gpu(client.info()):
            pytest.skip("this daemon offers a GPU")
    assert "offers no GPU" in said_by(course, capsys, "--device", "cuda")
    assert settled_device("auto", "docker") == "cpu"
    with (
        pytest.raises(SandboxGone, match=r"cannot give the container a GPU.*--device cpu"),
        open_sandbox("docker", TIGHT, DATA, device="cuda"),
    ):
        pass


@pytest.mark.docker
@pytest.mark.usefixtures("containers")
def test_a_daemon_that_goes_away_costs_no_verdict(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = set(own_containers())
    entries = find_submissions(course / "submitted", "pixelcnn", "*")
    with Grader(Session(course, "pixelcnn", "docker", "cpu")) as grader:
        first, second = (grader.read(entry) for entry in entries)
        graded = grader.grade(first)
        assert graded.status == "graded"
        with closing(docker.from_env()) as client:
            for container in set(own_containers()) - others:
                client.api.kill(container)
        monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere.sock")
        with pytest.raises(SandboxGone, match="cannot be reached"):
            grader.grade(second)
        monkeypatch.delenv("DOCKER_HOST")
        assert grader.remembered(first) == graded
        assert grader.grade(second).status == "graded"  # the same command goes on from there
