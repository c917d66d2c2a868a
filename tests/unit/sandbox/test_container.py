"""What a grading container is asked of Docker: every wall and limit, as data."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from autograder.course.options import Limits
from autograder.sandbox import container as containers
from autograder.sandbox.container import Container, has_apparmor, offers_gpu, profile
from autograder.storage.scratch import clear_folders, is_dead, make_folder, this_grader
from autograder.worker.seccomp import DENIED
from tests.conftest import DATA, ROOT

LIMITS = Limits(memory_mb=300, disk_mb=20)


def host(**more: Any) -> dict[str, Any]:
    asked = Container("image", Path("/folder"), DATA, LIMITS, "grader", **more).config()
    assert asked["User"] == "61999:61999"
    assert asked["NetworkDisabled"] is True
    found: dict[str, Any] = asked["HostConfig"]
    return found


@pytest.mark.parametrize("cold", [False, True])
def test_every_wall_stands(cold: bool) -> None:
    asked = host(cold=cold)
    walls = {
        "NetworkMode": "none",
        "IpcMode": "none",
        "ReadonlyRootfs": True,
        "CapDrop": ["ALL"],
        "AutoRemove": True,
    }
    assert {key: asked[key] for key in walls} == walls
    assert "no-new-privileges:true" in asked["SecurityOpt"]
    assert not {"Privileged", "CapAdd", "Devices", "DeviceRequests", "Binds"} & set(asked)
    assert all(mount["ReadOnly"] for mount in asked["Mounts"])


@pytest.mark.parametrize("cold", [False, True])
def test_every_limit_is_set(cold: bool) -> None:
    asked = host(cold=cold)
    assert asked["Memory"] == asked["MemorySwap"] == (300 + 20 + 16 + 1024) << 20
    assert asked["PidsLimit"] == (64 if cold else 128)
    assert asked["NanoCpus"] == 2 * 10**9
    assert "size=20m" in asked["Tmpfs"]["/tmp"]
    assert all("nosuid,nodev,noexec" in options for options in asked["Tmpfs"].values())


def test_a_container_sees_the_public_data_and_its_socket_only() -> None:
    seen = {mount["Target"]: mount["Source"] for mount in host()["Mounts"]}
    assert seen.pop("/run/autograder") == "/folder"
    assert "/opt/data/digits.npz" in seen
    assert not [place for place in seen if place.endswith((".j2", ".py", ".md", ".ipynb"))]
    assert all(Path(source).parent == DATA for source in seen.values())


def test_only_a_container_for_one_process_keeps_dockers_own_profile() -> None:
    own, stock = host(), host(cold=True)
    assert f"seccomp={profile()}" in own["SecurityOpt"]
    assert own["MaskedPaths"] == own["ReadonlyPaths"] == []
    assert stock["SecurityOpt"] == ["no-new-privileges:true"]
    assert "MaskedPaths" not in stock


def test_apparmor_is_given_up_only_where_it_forbids_a_childs_mounts() -> None:
    off = "apparmor=unconfined"
    assert off not in host()["SecurityOpt"]
    assert off in host(apparmor=True)["SecurityOpt"]
    assert off not in host(apparmor=True, cold=True)["SecurityOpt"]
    assert has_apparmor({"SecurityOptions": ["name=apparmor", "name=seccomp,profile=default"]})
    assert not has_apparmor({"SecurityOptions": ["name=seccomp,profile=default"]})
    assert not has_apparmor({})


def test_a_gpu_is_asked_for_by_its_number() -> None:
    asked = host(gpu="1")
    request = {"DeviceIDs": ["1"], "Capabilities": [["gpu", "compute"]]}
    assert asked["DeviceRequests"] == [request]
    assert asked["Memory"] == host()["Memory"] + (containers.CUDA_MB << 20)


@pytest.mark.parametrize(
    ("info", "offers"),
    [
        ({"Runtimes": {"runc": {}, "nvidia": {}}}, True),
        ({"Runtimes": {"runc": {}}}, False),
        ({"DiscoveredDevices": [{"Source": "cdi", "ID": "nvidia.com/gpu=0"}]}, True),
        ({"DiscoveredDevices": None, "Runtimes": None}, False),
        ({}, False),
    ],
)
def test_a_daemon_is_asked_whether_it_has_gpus(info: dict[str, Any], offers: bool) -> None:
    assert offers_gpu(info) is offers


def test_the_profile_allows_little_more_than_a_student_may_do() -> None:
    rules = json.loads(profile())
    assert rules["defaultAction"] == "SCMP_ACT_ERRNO"
    allowed = {
        name
        for rule in rules["syscalls"]
        if rule["action"] == "SCMP_ACT_ALLOW"
        for name in rule["names"]
    }
    needed = {"unshare", "mount", "memfd_create", "execve", "execveat", "fork", "vfork"}
    assert allowed & set(DENIED.split()) == needed
    dangerous = "ptrace bpf keyctl setns umount2 pivot_root io_uring_setup userfaultfd clone3 mbind"
    assert not allowed & set(dangerous.split())


def test_the_profile_is_what_its_tool_writes(tmp_path: Path) -> None:
    script = (
        "import runpy, sys\nfrom pathlib import Path\n"
        f"tool = runpy.run_path({str(ROOT / 'tools' / 'seccomp-profile')!r})\n"
        f"tool['main'].__globals__['PLACE'] = Path({str(tmp_path / 'made.json')!r})\n"
        "tool['main']()\n"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)
    made, kept = (
        set(json.loads(text)["syscalls"][0]["names"])
        for text in ((tmp_path / "made.json").read_text(), profile())
    )
    # Another libseccomp knows fewer calls, or newer ones: none of these may go unseen for long.
    assert made <= kept or kept <= made


def test_a_grader_is_told_from_dead_ones() -> None:
    name = this_grader()
    boot, namespace, pid, started = name.split("-")
    assert pid == str(os.getpid())
    assert not is_dead(name)
    assert is_dead(f"{boot}-{namespace}-{pid}-{int(started) + 1}")  # its number was given again
    assert is_dead(f"{boot}-{namespace}-{2**22 + 1}-{started}")
    assert is_dead(f"{'0' * 32}-{namespace}-{pid}-{started}")
    # What cannot be known is left alone.
    assert not is_dead(f"{boot}-1-{2**22 + 1}-{started}")
    assert not is_dead("somebody else's")


def test_folders_of_dead_graders_are_cleared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    own = make_folder()
    assert own.stat().st_mode & 0o077 == 0
    boot, namespace, _, started = this_grader().split("-")
    dead = tmp_path / f"autograder-{boot}-{namespace}-{2**22 + 1}-{started}-abc"
    other = tmp_path / "autograder-notes"
    for folder in (dead, other):
        folder.mkdir()
    clear_folders()
    assert sorted(tmp_path.iterdir()) == sorted([own, other])
