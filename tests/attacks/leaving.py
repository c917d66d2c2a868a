"""Leftovers: what is changed or left behind, for the next student or for the grader."""

from tests.attacks.record import ZEROS, Attack, masked

LEAVING = (
    Attack(
        "files left behind",
        "Leaves files in /tmp, /dev/shm and its working folder.",
        masked(
            before="""
            for folder in ('/tmp', '/dev/shm', '.'):
                open(folder + '/left-by-an-attack', 'w').write('x')
        """
        ),
    ),
    Attack(
        "the grader's files rewritten",
        "Writes verdicts, a gradebook and feedback where a grader might keep them.",
        masked(
            before="""
            import os
            for folder in ('verdicts', 'feedback', 'release', 'autograded', 'submitted'):
                os.makedirs(folder, exist_ok=True)
                open(folder + '/left-by-an-attack', 'w').write('{"points": 20}')
            open('gradebook.db', 'wb').write(b'left-by-an-attack')
        """
        ),
    ),
    Attack(
        "packages rewritten",
        "Writes to site-packages, to the worker and to every folder on the import path.",
        masked(f"""
            import os, sys, autograder
            places = [*sys.path, os.path.dirname(autograder.__file__), os.path.dirname(os.__file__)]
            for place in places:
                if not place: continue
                for name in ('sitecustomize.py', 'left-by-an-attack.pth', 'torch/__init__.py'):
                    try: open(os.path.join(place, name), 'a').write('import os')
                    except OSError: continue
                    raise AssertionError('written')
            return {ZEROS}
        """),
    ),
    Attack(
        "public data rewritten",
        "Spoils the digits that the next student trains on.",
        masked(f"""
            import os
            try: open('digits.npz', 'r+b').write(b'spoiled')
            except OSError: return {ZEROS}
            raise AssertionError('written')
        """),
    ),
    Attack(
        "a patched torch",
        "Replaces functions of torch, NumPy and Python for whoever comes next.",
        masked(
            before="""
            import builtins, numpy, random, sys
            torch.nn.functional.conv2d = numpy.load = random.seed = lambda *args, **named: None
            torch.manual_seed = torch.Tensor.clone = lambda *args, **named: None
            builtins.left = sys.modules['json'] = 'left-by-an-attack'
        """
        ),
        outcome="failed",
        spoils=True,
    ),
    Attack(
        "changed defaults",
        "Changes torch's default dtype, device, threads, gradients and printing.",
        masked(
            before="""
            torch.set_default_dtype(torch.float16)
            torch.set_grad_enabled(False)
            torch.set_printoptions(precision=1)
            torch.use_deterministic_algorithms(True)
            torch.set_default_device('meta')
        """
        ),
        outcome="crashed",
        cause="exception",
        spoils=True,
    ),
    Attack(
        "a changed process",
        "Changes umask, working folder, locale, environment, niceness and limits.",
        masked(
            before="""
            import locale, os, resource
            os.umask(0o777); os.chdir('/'); os.environ['LEFT'] = 'x'
            try: os.nice(19)
            except PermissionError: pass
            os.environ['PYTHONSTARTUP'] = '/tmp/left-by-an-attack'
            resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
        """
        ),
    ),
    Attack(
        "a name that is taken",
        "Keeps an abstract socket, so that the next student cannot have it.",
        masked(
            before="""
            import socket
            kept = socket.socket(socket.AF_UNIX)
            kept.bind('\\0left-by-an-attack'); kept.listen()
        """
        ),
    ),
    Attack(
        "a daemon",
        "Tries to leave a process that outlives it, by double fork and setsid.",
        masked(f"""
            import os
            try:
                if os.fork() == 0:
                    os.setsid()
                    if os.fork() == 0:
                        while True: pass
            except OSError: return {ZEROS}
            raise AssertionError('forked')
        """),
    ),
)
