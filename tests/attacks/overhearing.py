"""Overhearing: one process of a submission tells another what only it was asked.

Each is asked by `second_hears_first`: the second gets ready, the first is told 16 bits, and the
second has to say them. Nothing else lets a submission pass than hearing of them.
"""

from textwrap import dedent

from tests.attacks.record import Attack

_PLACES = """
import ctypes, fcntl, mmap, os, threading, time, torch
libc = ctypes.CDLL(None, use_errno=True)
def places(count=16):
    # Files that both may read: the same ones in the same order, and of more than a page.
    folder = os.path.dirname(torch.__file__)
    names = sorted(name for name in os.listdir(folder) if name.endswith('.py'))
    paths = [os.path.join(folder, name) for name in names]
    return [path for path in paths if os.path.getsize(path) > 8192][:count]
kept = []
def prepare(): return True
def tell(bits): return True
def hear(count): return [0] * count
def wide(number): return ctypes.c_ulong(number | 1 << 32)  # the kernel reads the lower half
def channel_mask(*args): return torch.zeros(1)
"""

_LOCKED = """
def lock(path): {lock}
def is_free(path): {is_free}
def tell(bits):
    for path, bit in zip(places(), bits):
        if bit: lock(path)
    return True
def hear(count):
    return [int(not is_free(path)) for path in places(count)]
"""

_FCNTL = """
import struct
def record(number): return struct.pack('hhqqi', number, 0, 0, 0, 0)
"""


def overheard(name: str, tries: str, source: str, *, raises: bool = True) -> Attack:
    """Return an attack that `raises` when it is refused, or else hears nothing."""
    return Attack(
        name,
        tries,
        _PLACES + dedent(source),
        "crashed" if raises else "failed",
        "exception" if raises else None,
        check="second_hears_first",
        exercise="overheard",
    )


def locked(name: str, tries: str, lock: str, is_free: str, before: str = "") -> Attack:
    return overheard(name, tries, before + _LOCKED.format(lock=lock, is_free=is_free))


_WAITED = """
import platform
NUMBER = {{'x86_64': 202, 'aarch64': 98}}[platform.machine()]
libc.mmap.restype = ctypes.c_void_p
def page():
    fd = os.open(places()[0], os.O_RDONLY)
    return libc.mmap(None, ctypes.c_size_t(4096), 1, 1, fd, ctypes.c_long(0))
heard = []
def wait(place):
    value = ctypes.c_uint.from_address(place).value
    while True:
        if libc.syscall(NUMBER, ctypes.c_void_p(place), 0, value, None, None, 0) == 0:
            heard.append(1)
def prepare():
    threading.Thread(target=wait, args=(page(),), daemon=True).start()
    time.sleep(0.2)
    return True
def tell(bits):
    place = page()
    for _ in range(sum(bits)):
        libc.syscall(NUMBER, ctypes.c_void_p(place), {command}, 99, None, None, -1)
        time.sleep(0.05)
    return True
def hear(count):
    time.sleep(0.2)
    return [int(number < len(heard)) for number in range(count)]
"""


def waited(name: str, tries: str, command: str) -> Attack:
    return overheard(name, tries, _WAITED.format(command=command), raises=False)


OVERHEARING = (
    overheard(
        "a terminal between two processes",
        "Opens a pseudoterminal in one process and reads from it in the other.",
        """
        def tell(bits):
            fd = os.open('/dev/ptmx', os.O_RDWR | os.O_NOCTTY)
            fcntl.ioctl(fd, 0x40045431, bytes(4))  # TIOCSPTLCK: anybody may open the other end
            kept.append(fd)
            os.write(fd, b'heard' + bytes(48 + bit for bit in bits) + b'\\n')
            return True
        def hear(count):
            for name in os.listdir('/dev/pts'):
                if not name.isdigit(): continue
                fd = os.open('/dev/pts/' + name, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
                said = os.read(fd, 100)
                if said.startswith(b'heard'): return [b - 48 for b in said[5:5 + count]]
            return [0] * count
        """,
    ),
    locked(
        "flock on files that both may read",
        "Locks one library file for each bit by flock, which the other process then cannot.",
        "kept.append(open(path)); fcntl.flock(kept[-1], fcntl.LOCK_EX)",
        "return libc.flock(os.open(path, os.O_RDONLY), 2 | 4) == 0 or ctypes.get_errno() != 11",
    ),
    locked(
        "record locks on files that both may read",
        "Locks one library file for each bit by fcntl, and asks who holds a lock.",
        "kept.append(open(path)); fcntl.fcntl(kept[-1], fcntl.F_SETLK, record(fcntl.F_RDLCK))",
        "return fcntl.fcntl(open(path), fcntl.F_GETLK, record(fcntl.F_WRLCK))[:2] == b'\\x02\\0'",
        _FCNTL,
    ),
    locked(
        "locks of an open file",
        "Locks one library file for each bit by F_OFD_SETLK, and asks by F_OFD_GETLK.",
        "kept.append(open(path)); fcntl.fcntl(kept[-1], 37, record(fcntl.F_RDLCK))",
        "return fcntl.fcntl(open(path), 36, record(fcntl.F_WRLCK))[:2] == b'\\x02\\0'",
        _FCNTL,
    ),
    locked(
        "a lock by an odd number",
        "Asks for record locks with a command whose upper half, which no kernel reads, is not 0.",
        "kept.append(open(path)); call(kept[-1], 6, 0)",
        "return call(open(path), 5, 1)[:2] == b'\\x02\\0'",
        _FCNTL
        + """
import platform
NUMBER = {'x86_64': 72, 'aarch64': 25}[platform.machine()]
def call(file, command, kind):
    asked = ctypes.create_string_buffer(record(kind), 32)
    if libc.syscall(NUMBER, file.fileno(), wide(command), asked) != 0:
        raise OSError(ctypes.get_errno(), 'fcntl')
    return asked.raw
""",
    ),
    locked(
        "hints kept with a file",
        "Says how long what is written to a library file will last, and reads it elsewhere.",
        "kept.append(open(path)); fcntl.fcntl(kept[-1], 1036, (5).to_bytes(8, 'little'))",
        "return fcntl.fcntl(open(path), 1035, bytes(8)) != (5).to_bytes(8, 'little')",
    ),
    overheard(
        "a watch on files that both may read",
        "Watches library files by inotify in one process, and opens some in the other.",
        """
        def prepare():
            kept.append(libc.inotify_init1(0o4000))
            for path in places(): kept.append(libc.inotify_add_watch(kept[0], path.encode(), 32))
            return True
        def tell(bits):
            for path, bit in zip(places(), bits):
                if bit: open(path).close()
            return True
        def hear(count):
            found, said = [], os.read(kept[0], 65536)
            for at in range(0, len(said), 16):
                found.append(int.from_bytes(said[at:at + 4], 'little'))
            return [int(watch in found) for watch in kept[1:]]
        """,
    ),
    waited(
        "a place to wait at",
        "Waits by futex at a page of a library file, and is woken by the other, once for each bit.",
        "1",
    ),
    waited(
        "a place to wait at, by an odd number",
        "Wakes by a futex command whose upper half, which no kernel reads, is not 0.",
        "wide(1)",
    ),
    waited(
        "a place to wait at, by its bits",
        "Wakes by the futex command that wakes by a set of bits.",
        "10",
    ),
    overheard(
        "what others have read",
        "Has pages of library files forgotten, reads some, and asks elsewhere which are in memory.",
        """
        def places(count=16):
            # Files that nobody else reads meanwhile.
            folder = os.path.join(os.path.dirname(torch.__file__), 'include', 'ATen', 'ops')
            paths = [os.path.join(folder, name) for name in sorted(os.listdir(folder))]
            return [path for path in paths if os.path.getsize(path) > 512][100:100 + count]
        def tell(bits):
            for path, bit in zip(places(), bits):
                fd = os.open(path, os.O_RDONLY)
                os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
                if bit: os.read(fd, 4096)
            return True
        def hear(count):
            found = []
            for path in places(count):
                try: os.preadv(os.open(path, os.O_RDONLY), [bytearray(64)], 0, os.RWF_NOWAIT)
                except BlockingIOError: found.append(0)
                else: found.append(1)
            return found
        """,
    ),
    overheard(
        "names that others have looked up",
        "Looks up some of many names, and asks elsewhere which of them the kernel remembers.",
        """
        import struct
        def places(count=16):
            # Names that nobody else looks up meanwhile: they are of nothing at all.
            return [f'{torch.__path__[0]}/overheard-{number}-{stamp()}' for number in range(count)]
        def stamp():
            return os.stat('/opt/packages').st_mtime_ns  # of this warm process
        def tell(bits):
            for path, bit in zip(places(), bits):
                if bit: os.path.exists(path)
            return True
        def hear(count):
            how = struct.pack('QQQ', 0, 0, 0x20)  # RESOLVE_CACHED: only what is remembered
            found = []
            for path in places(count):
                libc.syscall(437, -100, path.encode(), how, 24)
                found.append(int(ctypes.get_errno() == 2))
            return found
        """,
        raises=False,
    ),
    overheard(
        "the machine's own numbers",
        "Starts threads by the number to be told, and counts those of the machine elsewhere.",
        """
        def count_all():
            told = ctypes.create_string_buffer(112)
            if libc.sysinfo(told) != 0: raise OSError('not told')
            return int.from_bytes(told.raw[80:82], 'little')
        def prepare():
            kept.append(count_all())
            return True
        def tell(bits):
            for _ in range(sum(bits)):
                threading.Thread(target=time.sleep, args=(9,), daemon=True).start()
            return True
        def hear(count):
            more = count_all() - kept[0]  # how many are set: enough for a yes or no
            return [int(number < more) for number in range(count)]
        """,
    ),
    overheard(
        "sockets with a name",
        "Binds a Unix socket without a file in one process, and connects to it in the other.",
        """
        import socket
        def tell(bits):
            for number, bit in enumerate(bits):
                if bit:
                    kept.append(socket.socket(socket.AF_UNIX))
                    kept[-1].bind(f'\\0overheard-{number}')
            return True
        def hear(count):
            found = []
            for number in range(count):
                try: socket.socket(socket.AF_UNIX).bind(f'\\0overheard-{number}'); found.append(0)
                except OSError: found.append(1)
            return found
        """,
        raises=False,
    ),
    overheard(
        "when a file was last read",
        "Reads some library files, and looks elsewhere at when they were last read.",
        """
        def prepare():
            kept.extend(os.stat(path).st_atime_ns for path in places())
            return True
        def tell(bits):
            for path, bit in zip(places(), bits):
                if bit: open(path).read()
            return True
        def hear(count):
            return [int(os.stat(path).st_atime_ns != old) for path, old in zip(places(), kept)]
        """,
        raises=False,
    ),
)
