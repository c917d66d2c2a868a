"""The container that a worker runs in, as plain data in the words of Docker's API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from autograder.course.options import Limits
from autograder.course.public import released_as
from autograder.errors import SandboxError
from autograder.sandbox.filesystem import shown_data
from autograder.sandbox.mounts import everywhere
from autograder.worker.paths import CONTROL, DATA

LABEL = "org.dgm-autograder.grading.grader"

USER = "61999:61999"  # the image's own; asked for again, whatever the image says
# Beside what a submission may use: the warm process itself, and for CUDA what its driver keeps.
WARM_MB = 1024
CUDA_MB = 6144
SHARED_MB = 16
# A container's only processes are the warm one, supervisors and students' with their threads.
MOST_TASKS = 128
MOST_TASKS_COLD = 64
CPUS = 2


@dataclass(frozen=True)
class Container:
    """What one container is for: a slot of the grader, or, if `cold`, one process of a student.

    Args: `folder`, on the host, with the control socket; `data`, the assignment's folder; `gpu`,
    the GPU's number as nvidia-smi counts, "" for none; `apparmor`, whether the daemon has it;
    `hidden`, what must not be seen, should it lie in `data`.
    """

    image: str
    folder: Path
    data: Path
    limits: Limits
    grader: str
    gpu: str = ""
    cold: bool = False
    apparmor: bool = False
    hidden: tuple[Path, ...] = ()

    def config(self) -> dict[str, Any]:
        """Return the body of the API's call that creates it."""
        return {
            "Image": self.image,
            "Cmd": [str(CONTROL / "socket")],
            "User": USER,
            "Labels": {LABEL: self.grader},
            "Hostname": "sandbox",
            "NetworkDisabled": True,
            "AttachStdout": False,
            "AttachStderr": False,
            "HostConfig": {**self._walls(), **self._limits(), **self._files(), **self._devices()},
        }

    def _walls(self) -> dict[str, Any]:
        security = ["no-new-privileges:true"]
        walls: dict[str, Any] = {
            "NetworkMode": "none",
            "IpcMode": "none",
            "ReadonlyRootfs": True,
            "CapDrop": ["ALL"],
            "AutoRemove": True,
            "LogConfig": {"Type": "none", "Config": {}},
        }
        if not self.cold:
            security.append(f"seccomp={profile()}")
            if self.apparmor:
                # Its profile for containers forbids every mount, a child's private /tmp too.
                security.append("apparmor=unconfined")
            # A namespace gets a /proc of its own only where nothing of the outer one is covered.
            # What Docker covers is root's, whom nobody in there is.
            walls |= {"MaskedPaths": [], "ReadonlyPaths": []}
        return {**walls, "SecurityOpt": security}

    def _limits(self) -> dict[str, Any]:
        own = self.limits.memory_mb + self.limits.disk_mb + SHARED_MB
        memory = (own + WARM_MB + (CUDA_MB if self.gpu else 0)) << 20
        return {
            "Memory": memory,
            "MemorySwap": memory,  # so there is no swap
            "NanoCpus": CPUS * 10**9,
            "PidsLimit": MOST_TASKS_COLD if self.cold else MOST_TASKS,
            "Ulimits": [{"Name": "core", "Soft": 0, "Hard": 0}],
        }

    def _files(self) -> dict[str, Any]:
        found = shown_data(self.data, self.hidden)
        _require_nothing_hidden(found, self.hidden)
        shown = [(file.resolve(), DATA / released_as(file, self.data)) for file in found]
        plain = "rw,nosuid,nodev,noexec"
        return {
            "Mounts": [_seen(self.folder, CONTROL), *(_seen(*pair) for pair in shown)],
            "Tmpfs": {
                "/tmp": f"{plain},mode=1777,size={self.limits.disk_mb}m,nr_inodes=4096",
                "/dev/shm": f"{plain},mode=1777,size={SHARED_MB}m,nr_inodes=256",
            },
        }

    def _devices(self) -> dict[str, Any]:
        if not self.gpu:
            return {}
        return {"DeviceRequests": [{"DeviceIDs": [self.gpu], "Capabilities": [["gpu", "compute"]]}]}


def _require_nothing_hidden(files: Sequence[Path], hidden: Sequence[Path]) -> None:
    """Raise SandboxError when a folder that a container is shown holds what it must not see."""
    for path in everywhere(hidden):
        for file in files:
            if file.resolve() in path.parents and path.exists():
                raise SandboxError(
                    f"{path} stands in {file}, which students are given as data, but no submission "
                    f"may see it. Move it to a folder of its own."
                )


def _seen(source: Path, target: Path) -> dict[str, Any]:
    return {"Type": "bind", "Source": str(source), "Target": str(target), "ReadOnly": True}


def profile() -> str:
    """Return the system calls that a container may make, as tools/seccomp-profile writes them."""
    return files("autograder.sandbox").joinpath("seccomp.json").read_text(encoding="utf-8")


def offers_gpu(info: Mapping[str, Any]) -> bool:
    """Say whether a daemon that tells this of itself can give a container a GPU."""
    discovered: Sequence[Mapping[str, Any]] = info.get("DiscoveredDevices") or []
    named = any("nvidia.com/gpu" in str(device.get("ID")) for device in discovered)
    return "nvidia" in (info.get("Runtimes") or {}) or named


def has_apparmor(info: Mapping[str, Any]) -> bool:
    """Say whether a daemon that tells this of itself puts containers under AppArmor."""
    return any("apparmor" in str(option) for option in info.get("SecurityOptions") or [])
