"""How a process keeps and shares its memory, so that neither training nor a fork waits for pages.

These are requests: where the C library or the kernel knows nothing of them, all works as before.
The outer walls make a third one, by GLIBC_TUNABLES: that the heap be of huge pages as it grows.
"""

import ctypes
import re
from collections.abc import Iterator
from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True)

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD = -1, -2, -3  # mallopt(3)
VERY_LARGE, MOST_KEPT = 1 << 25, 1 << 28  # bytes; older C libraries take no more for the first
_HUGE, _COLLAPSE = 14, 25  # madvise(2); the second since Linux 6.1
_HUGE_BYTES = 2 << 20

_ANONYMOUS = re.compile(r"([0-9a-f]+)-([0-9a-f]+) rw-p 0+ 00:00 0\s*(?:\[heap\])?")


def keep_freed_memory() -> None:
    """Keep what tensors give back, for the next ones.

    By default the C library returns large pieces to the system as soon as they are freed, and a
    step of training fetches them again page by page: up to half of its time. Very large ones still
    go back at once, and so does what is free beyond MOST_KEPT at the end of the heap, so that a
    process under a limit of address space does not run into it for memory that it has freed.
    """
    mallopt = getattr(_libc, "mallopt", None)  # not every C library has it
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, VERY_LARGE)
        mallopt(_TRIM_THRESHOLD, MOST_KEPT)
        mallopt(_TOP_PAD, VERY_LARGE)


def use_huge_pages() -> None:
    """Gather this process's memory in huge pages, of which a fork copies 500 times fewer."""
    for start, end in _anonymous():
        first = -(-start // _HUGE_BYTES) * _HUGE_BYTES
        size = end // _HUGE_BYTES * _HUGE_BYTES - first
        if size > 0:
            place = ctypes.c_void_p(first), ctypes.c_size_t(size)
            _libc.madvise(*place, _HUGE)
            _libc.madvise(*place, _COLLAPSE)


def _anonymous() -> Iterator[tuple[int, int]]:
    """Return start and end of each writable piece of memory that belongs to no file."""
    for line in Path("/proc/self/maps").read_text(encoding="utf-8").splitlines():
        found = _ANONYMOUS.fullmatch(line.strip())
        if found:
            yield int(found[1], 16), int(found[2], 16)
