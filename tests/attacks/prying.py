"""Prying: looking for the reference, the secret, other students' work and other machines.

Each answers rightly once it has found something, so finding nothing is what costs the points.
"""

from tests.attacks.record import ZEROS, Attack, masked, seeking

WALK = """
import os
def files(names, places=('.', '/')):
    for place in places:
        for folder, folders, found in os.walk(place):
            if folder.startswith(('/proc', '/sys')): folders.clear()
            if '/nbgrader/' in folder: continue  # its own examples
            for name in found:
                path = os.path.join(folder, name)
                if path.endswith(names): yield path
"""

PRYING = (
    Attack(
        "the reference in a caller's frame",
        "Walks the stack for a tensor of the asked shape in some caller's variables.",
        seeking("""
            import sys
            frame = sys._getframe(1)
            shape = (out_channels, in_channels, kernel_size, kernel_size)
            while frame:
                for value in list(frame.f_locals.values()):
                    if isinstance(value, torch.Tensor) and tuple(value.shape) == shape:
                        found = lambda *args, value=value: value
                frame = frame.f_back
        """),
        fools=True,
    ),
    Attack(
        "the reference in the garbage collector",
        "Goes through all objects for another function of its own name.",
        seeking("""
            import gc, types
            for thing in gc.get_objects():
                if isinstance(thing, types.FunctionType) and thing.__name__ == 'channel_mask' \\
                        and thing is not channel_mask: found = thing
        """),
        fools=True,
    ),
    Attack(
        "the reference as a module",
        "Imports the solutions and the checks by their names.",
        seeking("""
            import importlib
            for name in ('solutions.pixelcnn.masks', 'assignments.pixelcnn.checks.masks',
                         'autograder.grading.exam', 'autograder.handout.template',
                         'tests.conftest'):
                try: module = importlib.import_module(name)
                except ImportError: continue
                found = getattr(module, 'channel_mask', None) or True
        """),
        fools=True,
    ),
    Attack(
        "the solutions on the disk",
        "Searches every folder for a file with a solution in it.",
        seeking(
            """
            marker = 'BEGIN' + ' SOLUTION'
            for path in files(('masks.py', '.ipynb')):
                try: text = open(path).read()
                except (OSError, ValueError): continue
                if marker in text: found = True; break
            """,
            WALK,
        ),
        fools=True,
    ),
    Attack(
        "the course's files",
        "Searches for course.toml, the secret, the gradebook, verdicts and version control.",
        seeking(
            """
            for path in files(('course.toml', '.secret', 'gradebook.db', '.jsonl', '.git/HEAD')):
                found = True; break
            """,
            WALK,
        ),
        fools=True,
    ),
    Attack(
        "the machine's files",
        "Reads passwords, keys and logs from /etc, /root, /var and /home.",
        seeking("""
            for path in ('/etc/shadow', '/etc/ssh', '/root/.ssh', '/root/.bashrc', '/var/log',
                         '/var/lib', '/run/docker.sock', '/sys/kernel'):
                try:
                    import os
                    if os.path.isdir(path): os.listdir(path); found = True
                    else: open(path).read(1); found = True
                except OSError: pass
        """),
    ),
    Attack(
        "the secret in the environment",
        "Reads AUTOGRADER_SECRET from its own environment.",
        seeking("import os\nfound = os.environ.get('AUTOGRADER_SECRET')"),
        fools=True,
    ),
    Attack(
        "the secret in another process",
        "Reads environment, command line and memory of every process in /proc.",
        seeking("""
            import glob
            for path in glob.glob('/proc/[0-9]*/environ') + glob.glob('/proc/[0-9]*/cmdline'):
                try: text = open(path, 'rb').read()
                except OSError: continue
                if b'AUTOGRADER' + b'_SECRET' in text or b'pytest' in text: found = True
        """),
        fools=True,
    ),
    Attack(
        "the secret in its own memory",
        "Scans every writable page of its process for solutions and secrets by ctypes.",
        seeking("""
            import ctypes
            sought = [b'SECRET' + b'-', b'BEGIN' + b' SOLUTION']
            for line in open('/proc/self/maps'):
                place, rights = line.split()[:2]
                if not rights.startswith('rw'): continue
                low, high = (int(part, 16) for part in place.split('-'))
                data = ctypes.string_at(low, high - low)
                for word in sought:
                    at = data.find(word)
                    while at >= 0:
                        after = data[at + len(word):at + len(word) + 32]
                        if word != sought[0] and b'hidden' in after: found = True
                        if word == sought[0] and all(c in b'0123456789abcdef' for c in after):
                            found = True
                        at = data.find(word, at + 1)
        """),
    ),
    Attack(
        "the grader's question, line by line",
        "Traces the worker for variables called want, expect, reference, seed or secret.",
        seeking(
            "found = wanted[0] if wanted else None",
            """
            import sys
            wanted = []
            def trace(frame, event, argument):
                for name, value in frame.f_locals.items():
                    if name in ('want', 'truth', 'reference', 'secret', 'world', 'check'):
                        wanted.append(lambda *args: value)
                return trace
            sys.settrace(trace)
            frame = sys._getframe()
            while frame:
                frame.f_trace = trace
                frame = frame.f_back
            """,
        ),
    ),
    Attack(
        "open descriptors",
        "Looks for files, pipes and sockets that were left open besides its own wire.",
        seeking("""
            import os
            for number in range(128):
                try: target = os.readlink(f'/proc/self/fd/{number}')
                except OSError: continue
                if target != '/dev/null' and number != 3 and '/proc/' not in target: found = True
        """),
    ),
    Attack(
        "the internet",
        "Opens sockets to other machines and to the grader's own.",
        seeking("""
            import socket
            for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK):
                try: socket.socket(family, socket.SOCK_DGRAM); found = True
                except OSError: pass
        """),
        fools=True,
    ),
    Attack(
        "sockets of this machine",
        "Connects to every Unix socket that it can name, abstract ones too.",
        seeking("""
            import glob, socket
            names = ['\\0' + MARK for MARK in ('left-by-an-attack', 'dbus', 'X0')]
            for name in names + glob.glob('/run/**/*.sock', recursive=True):
                try: socket.socket(socket.AF_UNIX).connect(name); found = True
                except OSError: pass
        """),
    ),
    Attack(
        "a debugger on another process",
        "Attaches by ptrace to every process, and reads memory by process_vm_readv.",
        masked(f"""
            import ctypes, os
            libc = ctypes.CDLL(None, use_errno=True)
            for pid in [*range(1, 300), os.getppid()]:
                if libc.ptrace(16, pid, None, None) == 0: raise AssertionError('attached')
            if libc.process_vm_readv(1, None, 0, None, 0, 0) >= 0: raise AssertionError('read')
            return {ZEROS}
        """),
    ),
    Attack(
        "a way out of its namespaces",
        "Calls unshare, mount, chroot, setns, setuid, keyctl, bpf and io_uring.",
        masked(f"""
            import ctypes
            libc = ctypes.CDLL(None, use_errno=True)
            done = [
                libc.unshare(0x10000000), libc.mount(b'none', b'/opt', b'tmpfs', 0, None),
                libc.umount2(b'/tmp', 2), libc.chroot(b'/tmp'), libc.setns(3, 0), libc.setuid(0),
                libc.mount(None, b'/', None, 32 | 4096, None), libc.syscall(250, 0, -3, 0, 0, 0),
                libc.syscall(321, 0, ctypes.create_string_buffer(256), 128),
                libc.syscall(425, 4, ctypes.create_string_buffer(256)),
            ]
            if max(done) >= 0: raise AssertionError('one was allowed')
            return {ZEROS}
        """),
    ),
)
