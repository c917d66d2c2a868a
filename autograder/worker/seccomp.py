"""The system calls that a student's process may not make, as a filter for the kernel.

Threads are allowed, processes are not: so the limits of one process bound the whole submission.
"""

import ctypes
import errno
import os
import platform

import pyseccomp

from autograder.worker import jail

# Each of these is a way out, past a limit, or into a rarely trodden part of the kernel.
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
_INT_ARGUMENT = 0xFFFFFFFF  # the kernel reads an int from the lower half of a register

_CLONE_THREAD = 0x10000
_CLONE3 = 435  # the same number on every architecture
_TIOCSTI = 0x5412
_SECCOMP_NUMBERS = {"x86_64": 317, "aarch64": 277}
_SET_MODE_FILTER = 1


def compiled_filter() -> bytes:
    """Give the filter as a BPF program; made once, loaded by every child."""
    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    denied = pyseccomp.ERRNO(errno.EPERM)
    for name in (DENIED + UNFAIR).split():
        try:
            rules.add_rule(denied, name)
        except (OSError, ValueError):
            continue  # neither this machine nor its libseccomp knows such a call
    # clone3 hides its flags in memory; with ENOSYS the C library falls back to clone.
    rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS), _CLONE3)
    for flag in _namespace_flags():
        rules.add_rule(denied, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, flag, flag))
    no_thread = pyseccomp.Arg(0, pyseccomp.MASKED_EQ, _CLONE_THREAD, 0)
    rules.add_rule(denied, "clone", no_thread)
    rules.add_rule(denied, "socket", pyseccomp.Arg(0, pyseccomp.NE, 1))  # AF_UNIX only
    rules.add_rule(denied, "ioctl", pyseccomp.Arg(1, pyseccomp.EQ, _TIOCSTI))
    _add_unfair(rules, denied)
    return _exported(rules)


def _add_unfair(rules: "pyseccomp.SyscallFilter", denied: int) -> None:
    """Deny what UNFAIR means for some arguments only."""
    rules.add_rule(denied, "prctl", _int(0, _SET_DUMPABLE))
    rules.add_rule(denied, "setrlimit", _int(0, _RLIMIT_CPU))
    rules.add_rule(denied, "prlimit64", _int(1, _RLIMIT_CPU), pyseccomp.Arg(2, pyseccomp.NE, 0))
    for name, place in _SENDING.items():
        rules.add_rule(denied, name, _int(place, _SIGKILL))


def _int(argument: int, value: int) -> "pyseccomp.Arg":
    return pyseccomp.Arg(argument, pyseccomp.MASKED_EQ, _INT_ARGUMENT, value)


def _namespace_flags() -> list[int]:
    return [1 << bit for bit in range(32) if jail.ALL_NAMESPACES >> bit & 1]


def _exported(rules: "pyseccomp.SyscallFilter") -> bytes:
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
