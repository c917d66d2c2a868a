"""Rummaging: looking for whose machine this is, and where on it the course's files lie.

Each answers rightly once it has found a path or a name of the host. What lies there is looked for
by tests/sandbox/test_rummaging.py.
"""

from tests.attacks.record import Attack, seeking

# What a path of the host has in it, and none of the sandbox: those of people, and of the course.
_HOST = """
import os, sys
def tells(text):
    return any(part in text for part in ('/home/', '/root/', '/assignments/', '/.venv/'))
def read(path):
    try: return open(path, errors='replace').read()
    except OSError: return ''
"""

RUMMAGING = (
    Attack(
        "where its files lie",
        "Reads from its mounts in which folder of the host the course is.",
        seeking(
            """
            for name in ('mountinfo', 'mounts', 'mountstats'):
                for process in ('self', '1', os.getpid()):
                    if read(f'/proc/{process}/{name}').strip(): found = True
            """,
            _HOST,
        ),
    ),
    Attack(
        "where its files lie, asked by a thread",
        "Reads the mounts of each of its threads, and of one that it has begun for that.",
        seeking(
            """
            import threading
            said = []
            def look():
                said.append(read('/proc/thread-self/mountinfo'))
                for thread in [os.getpid(), threading.get_native_id()]:
                    said.append(read(f'/proc/self/task/{thread}/mountinfo'))
                    said.append(read(f'/proc/{thread}/task/{thread}/mounts'))
                    said.append(read(f'/proc/{thread}/mountinfo'))
            look()
            thread = threading.Thread(target=look)
            thread.start()
            thread.join()
            if any(text.strip() for text in said): found = True
            """,
            _HOST,
        ),
    ),
    Attack(
        "where its files lie, asked of the kernel",
        "Lists its mounts by the system calls that need no /proc.",
        seeking("""
            import ctypes, struct
            libc = ctypes.CDLL(None, use_errno=True)
            asked = struct.pack('IIQQQ', 24, 0, 2 ** 64 - 1, 0, 0)  # of the root, LSMT_ROOT
            mounts = (ctypes.c_uint64 * 256)()
            for number in (458, 458 | 1 << 32):
                if libc.syscall(ctypes.c_long(number), asked, mounts, 256, 0) > 0: found = True
        """),
    ),
    Attack(
        "who has installed Python",
        "Reads a user's name from the paths of the interpreter and of what it has loaded.",
        seeking(
            """
            import sysconfig
            texts = [sys.prefix, sys.executable, *sys.path, *sys.orig_argv, os.__file__]
            texts += [read('/proc/self/maps'), read('/proc/self/cmdline'), os.getcwd()]
            if any(map(tells, texts)): found = True
            """,
            _HOST,
        ),
    ),
    Attack(
        "where the grader is installed",
        "Reads from the packages' own notes in which folder the grader's source is.",
        seeking(
            """
            for folder in sys.path:
                for name in os.listdir(folder) if os.path.isdir(folder) else []:
                    path = os.path.join(folder, name)
                    if name.endswith(('.pth', '.egg-link')) or name.startswith('__editable__'):
                        if 'autograder' in read(path): found = True
                    if name.startswith('dgm_autograder'):
                        if 'file:' in read(path + '/direct_url.json'): found = True
            """,
            _HOST,
        ),
    ),
    Attack(
        "what machine this is",
        "Reads the machine's name, disks, command line and load.",
        seeking(
            """
            for name in ('cmdline', 'partitions', 'sys/kernel/hostname', 'loadavg', 'locks', 'keys',
                         'diskstats', 'stat', 'meminfo', 'modules', 'swaps', 'uptime'):
                if read('/proc/' + name): found = True
            if os.uname().nodename not in ('sandbox', 'localhost'): found = True
            """,
            _HOST,
        ),
    ),
    Attack(
        "devices of this machine",
        "Looks for terminals, consoles and whatever else stands in /dev.",
        seeking("""
            import os
            known = {'null', 'zero', 'full', 'random', 'urandom', 'shm', 'fd', 'stdin', 'stdout',
                     'stderr'}
            if set(os.listdir('/dev')) - known or os.listdir('/dev/shm'): found = True
        """),
    ),
    Attack(
        "programs and settings of this machine",
        "Looks for programs that could be run, and for settings of people and services.",
        seeking("""
            import os
            for path in ('/usr/local/share/nbgrader', '/usr/local/etc', '/etc/jupyter', '/home',
                         '/root', '/srv', '/mnt', '/media', '/boot', '/sys', '/var'):
                try: found = os.listdir(path) or found
                except OSError: pass
            found = bool(found) or None
        """),
    ),
)
