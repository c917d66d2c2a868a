"""What shuts a process in: namespaces, mounts, capabilities, by Linux calls.

Every function acts on the calling process and raises OSError, saying which step failed.
"""

import contextlib
import ctypes
import os
import resource
import signal
import struct
from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True)

NEW_MOUNT, NEW_CGROUP, NEW_UTS, NEW_IPC = 0x20000, 0x2000000, 0x4000000, 0x8000000
NEW_USER, NEW_PID, NEW_NET = 0x10000000, 0x20000000, 0x40000000
ALL_NAMESPACES = NEW_MOUNT | NEW_CGROUP | NEW_UTS | NEW_IPC | NEW_USER | NEW_PID | NEW_NET

READ_ONLY, NO_SUID, NO_DEVICES, NO_EXEC = 1, 2, 4, 8
REMOUNT, BIND, MOVE, RECURSIVE, PRIVATE = 0x20, 0x1000, 0x2000, 0x4000, 0x40000
PLAIN_FILES = NO_SUID | NO_DEVICES | NO_EXEC

DEVICES = ("null", "zero", "full", "random", "urandom")
# What of a process's own /proc tells where on the host its files lie, and that of its threads.
TELLING, THREADS = ("mountinfo", "mounts", "mountstats"), "task"
# What of the machine's own /proc the driver of a GPU looks at.
FOR_DRIVER = ("driver", "devices", "modules", "filesystems", "version", "cpuinfo", "meminfo", "sys")

_SET_PDEATHSIG, _SET_DUMPABLE, _DROP_BOUNDING, _NO_NEW_PRIVS, _AMBIENT = 1, 4, 24, 38, 47
_AMBIENT_CLEAR_ALL = 4
_CAPABILITY_VERSION_3 = 0x20080522

STUDENT_UID = 1000  # as the student's process sees itself


def _check(result: int, step: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{step}: {os.strerror(number)}")


def _prctl(operation: int, argument: int = 0) -> int:
    zero = ctypes.c_ulong(0)
    result = _libc.prctl(operation, ctypes.c_ulong(argument), zero, zero, zero)
    return int(result)


def enter_namespaces() -> None:
    """Move into fresh namespaces of all seven kinds; the next fork is PID 1 of its own."""
    uid, gid = os.geteuid(), os.getegid()
    _check(_libc.unshare(ALL_NAMESPACES), "unshare")
    _check(_prctl(_SET_DUMPABLE, 1), "prctl(dumpable)")  # else /proc/self is root's, unwritable
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{STUDENT_UID} {uid} 1"),
        ("gid_map", f"{STUDENT_UID} {gid} 1"),
    ):
        Path("/proc/self", name).write_text(text)
    be_undumpable()


def mount_private(temporary_bytes: int, *, gpu: bool) -> None:
    """Return this mount namespace its own /dev, /proc and /dev/shm, and a /tmp of that size.

    What a container shows of the machine and of its own system is covered, but for what the
    driver of a `gpu` looks at.
    """
    _mount(None, "/", None, RECURSIVE | PRIVATE)
    limits = f"size={temporary_bytes},nr_inodes=4096,mode=0700"
    _mount("tmpfs", "/tmp", "tmpfs", PLAIN_FILES, limits)
    _mount_devices(gpu=gpu)
    for place in ("/var",) if gpu else ("/var", "/sys"):
        if Path(place).is_dir():
            _mount("tmpfs", place, "tmpfs", PLAIN_FILES | READ_ONLY, "size=4k")
    _mount_proc(gpu=gpu)


def _mount_devices(*, gpu: bool) -> None:
    """Return a /dev with DEVICES alone: by a terminal two processes could talk to each other."""
    built = Path("/tmp/.dev")
    built.mkdir()
    _mount("tmpfs", str(built), "tmpfs", NO_SUID | NO_EXEC, "size=64k,nr_inodes=256,mode=0755")
    for device in [Path("/dev", name) for name in DEVICES] + (_gpu_devices() if gpu else []):
        _mount_again(device, built)
        if device.name in DEVICES:  # they are the machine's own, and so would be their times
            again = REMOUNT | BIND | READ_ONLY | NO_SUID | NO_EXEC
            _mount(None, str(built / device.name), None, again)
    for name, target in (("fd", "fd"), ("stdin", "fd/0"), ("stdout", "fd/1"), ("stderr", "fd/2")):
        built.joinpath(name).symlink_to(Path("/proc/self", target))
    built.joinpath("shm").mkdir()
    _mount(None, str(built), None, REMOUNT | BIND | READ_ONLY | NO_SUID | NO_EXEC)
    _mount(str(built), "/dev", None, MOVE)
    built.rmdir()
    _mount("tmpfs", "/dev/shm", "tmpfs", PLAIN_FILES, "size=16m,nr_inodes=256,mode=0700")


def _mount_again(path: Path, folder: Path) -> None:
    """Have a file or folder, if there is one, seen in `folder`, too."""
    place = folder / path.name
    if path.exists():
        place.mkdir() if path.is_dir() else place.touch()
        _mount(str(path), str(place), None, BIND | RECURSIVE)


def _gpu_devices() -> list[Path]:
    return sorted(Path("/dev").glob("nvidia*"))


def _mount_proc(*, gpu: bool) -> None:
    """Return a /proc with this process alone, which tells neither of mounts nor of the machine."""
    try:
        _mount("proc", "/proc", "proc", PLAIN_FILES)
    except OSError:
        # A container may forbid a new /proc; then none, which still hides the outer one.
        _mount("tmpfs", "/proc", "tmpfs", PLAIN_FILES | READ_ONLY, "size=4k")
        return
    built, own = Path("/tmp/.proc"), str(os.getpid())
    built.mkdir()
    _mount("tmpfs", str(built), "tmpfs", PLAIN_FILES, "size=64k,nr_inodes=16,mode=0755")
    built.joinpath(own).mkdir()
    built.joinpath("self").symlink_to(own)
    # Of a whole /proc each thread could be had by its number, with all that is covered here.
    _mount(f"/proc/{own}", str(built / own), None, BIND)
    for name in TELLING:
        _mount("/dev/null", str(built / own / name), None, BIND)
    _mount("tmpfs", str(built / own / THREADS), "tmpfs", PLAIN_FILES | READ_ONLY, "size=4k")
    for path in [Path("/proc", name) for name in FOR_DRIVER] if gpu else []:
        _mount_again(path, built)
    _mount(None, str(built), None, REMOUNT | BIND | READ_ONLY | PLAIN_FILES)
    _mount(str(built), "/proc", None, MOVE)
    built.rmdir()


def _mount(
    source: str | None, target: str, kind: str | None, flags: int, data: str | None = None
) -> None:
    texts = [None if text is None else text.encode() for text in (source, target, kind, data)]
    result = _libc.mount(*texts[:3], ctypes.c_ulong(flags), texts[3])
    _check(result, f"mount {target}")


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent dies."""
    _check(_prctl(_SET_PDEATHSIG, signal.SIGKILL), "prctl(pdeathsig)")


def be_undumpable() -> None:
    """Close this process's /proc entries and memory to others of the same user."""
    _check(_prctl(_SET_DUMPABLE, 0), "prctl(dumpable)")


def keep_only_descriptor(wire: int) -> int:
    """Put `wire` at 3, /dev/null at 0, 1 and 2, close all others, and give 3."""
    null = os.open("/dev/null", os.O_RDWR)
    # The wire first: were it below 3, /dev/null would overwrite it.
    kept = os.dup(wire)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    if kept != 3:
        os.dup2(kept, 3)
    os.closerange(4, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    return 3


def reset_signals() -> None:
    """Return every signal its default action, but let a failed write be an error, not the end."""
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        with contextlib.suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def prefer_oom_kill() -> None:
    """Have the kernel end this process before any other when memory is short."""
    _check(_prctl(_SET_DUMPABLE, 1), "prctl(dumpable)")  # else the file is root's
    Path("/proc/self/oom_score_adj").write_text("1000")
    be_undumpable()


def drop_bounding_set() -> None:
    """Have no program that is started from now on gain a capability."""
    for capability in range(64):
        if _prctl(_DROP_BOUNDING, capability) != 0:
            break  # the kernel knows no more of them, or it was done before


def drop_privileges() -> None:
    """Return up all capabilities, the bounding set too, and every way to gain new ones."""
    drop_bounding_set()
    _prctl(_AMBIENT, _AMBIENT_CLEAR_ALL)
    header = struct.pack("<Ii", _CAPABILITY_VERSION_3, 0)
    _check(_libc.capset(header, bytes(24)), "capset")
    _check(_prctl(_NO_NEW_PRIVS, 1), "prctl(no_new_privs)")
