"""What a process of student code may use: memory, processor time, files, threads (setrlimit).

Every function acts on the calling process and raises OSError, saying which step failed.
"""

import resource
from pathlib import Path


def virtual_bytes() -> int:
    """Return the address space that this process has now."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()


def limit_resources(
    cpu_seconds: int, file_bytes: int, address_space: int | None, threads: int | None
) -> None:
    """Set the resource limits for good; at the end of its CPU time the process is killed.

    Args: `address_space` in bytes and `threads`, None where the container alone limits them.
    """
    limits = {
        resource.RLIMIT_AS: address_space,
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_FSIZE: file_bytes,
        resource.RLIMIT_NPROC: threads,
        resource.RLIMIT_NOFILE: 128,
        resource.RLIMIT_SIGPENDING: 128,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
    }
    for kind, limit in limits.items():
        if limit is not None:
            allowed = resource.getrlimit(kind)[1]
            most = limit if allowed == resource.RLIM_INFINITY else min(limit, allowed)
            resource.setrlimit(kind, (most, most))
