"""The system calls that a student's process may not make, as a filter for the kernel.

Threads are allowed, processes are not: so the limits of one process bound the whole submission.
"""

import ctypes
import ctypes.util
import errno
import os
import platform
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from autograder.worker import jail


@contextmanager
def _libraries_by_name() -> Iterator[None]:
    """Have libraries found by their names alone: ldconfig, which is asked else, is not inside."""
    asked = ctypes.util.find_library
    named = {"c": "libc.so.6", "seccomp": "libseccomp.so.2"}
    ctypes.util.find_library = named.get  # type: ignore[assignment]
    try:
        yield
    finally:
        ctypes.util.find_library = asked


with _libraries_by_name():
    import pyseccomp

# Each of these is a way out, past a limit, to others, or into a rarely trodden part of the kernel.
DENIED = """
mount umount2 pivot_root chroot unshare setns open_tree move_mount fsopen fsconfig fsmount fspick
mount_setattr ptrace process_vm_readv process_vm_writev kcmp pidfd_getfd process_madvise keyctl
add_key request_key bpf perf_event_open userfaultfd io_uring_setup io_uring_enter
io_uring_register memfd_create memfd_secret shmget shmat shmctl msgget msgsnd semget semop
semtimedop mq_open mq_unlink name_to_handle_at open_by_handle_at init_module finit_module
delete_module kexec_load kexec_file_load swapon swapoff reboot syslog acct quotactl quotactl_fd
personality fanotify_init lookup_dcookie vhangup modify_ldt iopl ioperm settimeofday
clock_settime clock_adjtime adjtimex sethostname setdomainname io_setup splice tee vmsplice mbind
migrate_pages move_pages set_mempolicy execve execveat fork vfork
pidfd_send_signal inotify_init inotify_init1 inotify_add_watch fanotify_mark flock
mincore sync syncfs
"""

# By these a process could have itself starved, or killed as if by the machine: then it would be
# our fault that it gave no answer.
UNFAIR = """
sched_setscheduler sched_setparam sched_setattr sched_setaffinity setpriority ioprio_set
"""
_SET_DUMPABLE = 4  # of prctl; who is dumpable may write to its own /proc, and so be less urgent
_RLIMIT_CPU = 0
_SIGKILL = 9
# The calls that send a signal, and which of their arguments it is.
_SENDING = {"kill": 1, "tkill": 1, "tgkill": 2, "rt_sigqueueinfo": 1, "rt_tgsigqueueinfo": 2}

# By these one process could tell another of a file that both may only read: locks, leases, who
# gets a signal for it, hints kept with it; and pipes so large that others get small ones.
DENIED_FCNTL = {
    "F_GETLK": 5,
    "F_SETLK": 6,
    "F_SETLKW": 7,
    "F_SETOWN": 8,
    "F_SETSIG": 10,
    "F_SETOWN_EX": 15,
    "F_OFD_GETLK": 36,
    "F_OFD_SETLK": 37,
    "F_OFD_SETLKW": 38,
    "F_SETLEASE": 1024,
    "F_GETLEASE": 1025,
    "F_NOTIFY": 1026,
    "F_SETPIPE_SZ": 1031,
    "F_GET_RW_HINT": 1035,
    "F_SET_RW_HINT": 1036,
    "F_GET_FILE_RW_HINT": 1037,
    "F_SET_FILE_RW_HINT": 1038,
}
# Advice of which pages of a file to keep: others could measure what has become of it. It need not
# be followed, so that it is taken and forgotten.
FORGOTTEN = ("fadvise64", "readahead")
# Calls that C libraries do without where they are missing: they tell what others have read of a
# file or looked up, how busy the machine is, and how many processes there have been.
MISSING = ("preadv2", "pwritev2", "openat2", "sysinfo", "pidfd_open", "futex_waitv")
_DENIED_ADVICE = (12, 20, 21)  # MADV_MERGEABLE, MADV_COLD, MADV_PAGEOUT
# FUTEX_WAKE, FUTEX_REQUEUE, FUTEX_CMP_REQUEUE, FUTEX_WAKE_OP, FUTEX_WAKE_BITSET
_WAKING, _PRIVATE_FUTEX, _FUTEX_COMMAND = (1, 3, 4, 5, 10), 0x80, 0x7F
# System calls have the same numbers everywhere since 424. What came after those known here is
# missing: cachestat, futex_wake, statmount and listmount are the next ones.
FIRST_UNKNOWN = 451
# The kernel reads an int from the lower half of a register, whatever stands in the upper one.
_INT = 0xFFFFFFFF

# By these a socket gets a name. A pair of sockets needs none, but those of datagrams may get one.
NAMING = ("socket", "bind", "connect")
_KIND, _NAMED_BY_ITSELF = 0xF, (2, 3, 5)  # SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET
# A clock's number is negative where it is that of another process.
CLOCKS = ("clock_gettime", "clock_getres", "clock_nanosleep")
_OTHERS = 1 << 31

_CLONE_THREAD = 0x10000
_CLONE3 = 435  # the same number on every architecture
_TIOCSTI = 0x5412
_SECCOMP_NUMBERS = {"x86_64": 317, "aarch64": 277}
_SET_MODE_FILTER = 1


def compiled_filter(*, shared: bool = False) -> bytes:
    """Return the filter as a BPF program; made once, loaded by every child.

    `shared`, that there is no namespace of the network or of processes for each of them.
    """
    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    denied = pyseccomp.ERRNO(errno.EPERM)
    for name in (DENIED + UNFAIR).split():
        with suppress(OSError, ValueError):  # this machine or its libseccomp knows no such call
            rules.add_rule(denied, name)
    _add_answers(rules)
    _add_arguments(rules, denied)
    if shared:
        _add_shared(rules, denied)
    return _guard() + _exported(rules)


def _add_answers(rules: Any) -> None:
    """Add what is answered without being done, whatever its arguments are."""
    missing = pyseccomp.ERRNO(errno.ENOSYS)
    # clone3 hides its flags in memory; with ENOSYS the C library falls back to clone.
    rules.add_rule(missing, _CLONE3)
    for answer, names in ((missing, MISSING), (pyseccomp.ERRNO(0), FORGOTTEN)):
        for name in names:
            with suppress(OSError, ValueError):  # too new for this libseccomp
                rules.add_rule(answer, name)


def _add_arguments(rules: Any, denied: int) -> None:
    """Add what is denied for some arguments only."""
    for flag in _namespace_flags():
        rules.add_rule(denied, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, flag, flag))
    rules.add_rule(denied, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, _CLONE_THREAD, 0))
    rules.add_rule(denied, "socket", pyseccomp.Arg(0, pyseccomp.NE, 1))  # AF_UNIX only
    rules.add_rule(denied, "ioctl", _is(1, _TIOCSTI))
    for command in DENIED_FCNTL.values():
        rules.add_rule(denied, "fcntl", _is(1, command))
    unknown = pyseccomp.ERRNO(errno.EINVAL)
    for advice in _DENIED_ADVICE:
        rules.add_rule(unknown, "madvise", _is(2, advice))
    # A page of a file is the same place for all that map it, unless the call is private.
    shared = _PRIVATE_FUTEX | _FUTEX_COMMAND
    for command in _WAKING:
        rules.add_rule(unknown, "futex", pyseccomp.Arg(1, pyseccomp.MASKED_EQ, shared, command))
    _add_unfair(rules, denied)


def _add_shared(rules: Any, denied: int) -> None:
    """Deny what reaches other processes where these are in the same namespaces.

    A socket gets no name, by which another process could find it; nobody reads others' clocks.
    """
    for name in NAMING:
        rules.add_rule(denied, name)
    for kind in _NAMED_BY_ITSELF:
        rules.add_rule(denied, "socketpair", pyseccomp.Arg(1, pyseccomp.MASKED_EQ, _KIND, kind))
    # It can send any signal to who makes it, SIGKILL too, which only the first process of a
    # namespace survives: nobody could tell that from a machine without memory.
    rules.add_rule(denied, "timer_create")
    unknown = pyseccomp.ERRNO(errno.EINVAL)
    for name in CLOCKS:
        rules.add_rule(unknown, name, pyseccomp.Arg(0, pyseccomp.MASKED_EQ, _OTHERS, _OTHERS))


def _is(argument: int, value: int) -> Any:
    return pyseccomp.Arg(argument, pyseccomp.MASKED_EQ, _INT, value)


def _guard() -> bytes:
    """Return the program's first steps: a call of an unknown number is missing, else go on."""
    load_number, jump_if_at_least, give = 0x20, 0x35, 0x06
    steps = (
        (load_number, 0, 0, 0),
        (jump_if_at_least, 0, 1, FIRST_UNKNOWN),
        (give, 0, 0, pyseccomp.ERRNO(errno.ENOSYS)),
    )
    return b"".join(struct.pack("<HBBI", *step) for step in steps)


def _add_unfair(rules: Any, denied: int) -> None:
    """Deny what UNFAIR means for some arguments only."""
    rules.add_rule(denied, "prctl", _is(0, _SET_DUMPABLE))
    rules.add_rule(denied, "setrlimit", _is(0, _RLIMIT_CPU))
    rules.add_rule(denied, "prlimit64", _is(1, _RLIMIT_CPU), pyseccomp.Arg(2, pyseccomp.NE, 0))
    for name, place in _SENDING.items():
        rules.add_rule(denied, name, _is(place, _SIGKILL))


def _namespace_flags() -> list[int]:
    return [1 << bit for bit in range(32) if jail.ALL_NAMESPACES >> bit & 1]


def _exported(rules: Any) -> bytes:
    with os.fdopen(os.memfd_create("filter"), "w+b") as file:
        rules.export_bpf(file)
        file.seek(0)
        return file.read()


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def load_filter(program: bytes) -> None:
    """Put the filter on this process for good; raises OSError when the kernel refuses."""
    libc = ctypes.CDLL(None, use_errno=True)
    loaded = _Program(len(program) // 8, program)
    number = _SECCOMP_NUMBERS[platform.machine()]
    if libc.syscall(number, _SET_MODE_FILTER, 0, ctypes.byref(loaded)) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"seccomp: {os.strerror(code)}")
