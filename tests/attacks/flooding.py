"""Floods and bombs: output, disk, files, memory, processes, threads, pictures, source."""

from tests.attacks.record import ZEROS, Attack, masked

FLOODING = (
    Attack(
        "a flood of output",
        "Prints 50 MB, and writes as much to descriptors 1 and 2.",
        masked(
            before="""
            import os
            for _ in range(50): print('x' * (1 << 20))
            for number in (1, 2): os.write(number, b'x' * (1 << 20))
        """
        ),
    ),
    Attack(
        "a line of output without end",
        "Prints for ever when it is asked.",
        masked("while True: print('x' * 10_000, end='')"),
        "crashed",
        "cpu_time",
    ),
    Attack(
        "a flood of pictures",
        "Draws a hundred figures, one of them a kilometre wide.",
        masked(
            before="""
            from matplotlib import pyplot
            for n in range(12): pyplot.figure(figsize=(1, 1))
            pyplot.figure(figsize=(4e4, 1))
        """
        ),
    ),
    Attack(
        "a disk bomb",
        "Writes files until the disk is full.",
        masked("""
            for n in range(1000):
                with open(f'left-by-an-attack-{n}', 'wb', 0) as file: file.write(b'x' * (1 << 20))
        """),
        "crashed",
        "exception",
    ),
    Attack(
        "a disk bomb in shared memory",
        "Fills /dev/shm, which is memory.",
        masked("""
            with open('/dev/shm/left-by-an-attack', 'wb', 0) as file:
                while True:
                    if file.write(b'x' * (1 << 20)) < 1 << 20: raise OSError('full')
        """),
        "crashed",
        "exception",
    ),
    Attack(
        "an inode bomb",
        "Makes folders until there are no more to be had.",
        masked("""
            import os
            for n in range(10**9): os.mkdir(f'/tmp/left-by-an-attack-{n}')
        """),
        "crashed",
        "exception",
    ),
    Attack(
        "folders that nobody can remove",
        "Nests 500 folders and takes all rights from them.",
        masked(
            before="""
            import os
            home = os.getcwd()
            for n in range(500):
                os.mkdir('left-by-an-attack'); os.chdir('left-by-an-attack')
            os.chmod('.', 0); os.chdir(home); os.chmod('left-by-an-attack', 0)
        """
        ),
    ),
    Attack(
        "a memory bomb",
        "Asks for 30 GB at once.",
        masked("return torch.ones(30 << 30, dtype=torch.uint8)"),
        "crashed",
        "memory",
    ),
    Attack(
        "a memory bomb in steps",
        "Takes memory megabyte by megabyte.",
        masked("kept = []\nwhile True: kept.append(bytearray(16 << 20))"),
        "crashed",
        "memory",
    ),
    Attack(
        "a memory bomb by threads",
        "Takes memory in many threads at once.",
        masked("""
            import threading
            kept, failed, go = [], [], threading.Event()
            def take():
                go.wait()
                try:
                    while True: kept.append(bytearray(4 << 20))
                except MemoryError as error: failed.append(error)
            threads = [threading.Thread(target=take) for _ in range(4)]
            for thread in threads: thread.start()
            go.set()
            for thread in threads: thread.join()
            if len(failed) == 4: raise failed[0]
        """),
        "crashed",
        "memory",
    ),
    Attack(
        "a memory bomb outside of the limit",
        "Puts its memory into memfd, shared memory segments and message queues.",
        masked(f"""
            import ctypes, os
            libc = ctypes.CDLL(None, use_errno=True)
            got = []
            try: got.append(os.memfd_create('left'))
            except OSError: pass
            for key in range(100): got.append(libc.shmget(key, 1 << 24, 0o1666))
            got.append(libc.msgget(1, 0o1666))
            if max(got) >= 0: raise AssertionError('one was had')
            return {ZEROS}
        """),
    ),
    Attack(
        "a fork bomb",
        "Forks for ever.",
        masked("import os\nwhile True: os.fork()"),
        "crashed",
        "exception",
    ),
    Attack(
        "a fork bomb by way of tools",
        "Starts processes through subprocess, what multiprocessing uses, forkpty and posix_spawn.",
        masked(f"""
            import multiprocessing.util, os, subprocess
            started = 0
            for start in (
                lambda: subprocess.Popen(['/bin/sleep', '600']),
                lambda: multiprocessing.util.spawnv_passfds(b'/bin/sleep', [b'sleep', b'600'], []),
                os.forkpty,
                lambda: os.posix_spawn('/bin/sleep', ['sleep', '600'], {{}}),
                lambda: os.execv('/bin/sleep', ['sleep', '600']),
            ):
                try: start()
                except Exception: continue
                started += 1
            if started: raise AssertionError('one was started')
            return {ZEROS}
        """),
    ),
    Attack(
        "a thread bomb",
        "Starts threads until there are no more to be had.",
        masked("""
            import threading, time
            while True: threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
        """),
        "crashed",
        "exception",
    ),
    Attack(
        "a descriptor bomb",
        "Opens files until there are no more descriptors.",
        masked("kept = []\nwhile True: kept.append(open('/dev/null'))"),
        "crashed",
        "exception",
    ),
    Attack(
        "too long an answer",
        "Answers a gigabyte of text, which takes little time to make.",
        masked("return 'x' * (1 << 24)"),
        "crashed",
        "output",
    ),
    Attack(
        "a cell of brackets",
        "Hands in source that is nested so deeply that a parser overflows.",
        "(" * 20_000 + ")" * 20_000,
        "crashed",
        "exception",
        cell_says="Error",
    ),
    Attack(
        "a cell of two megabytes",
        "Hands in a cell that is one line of two megabytes.",
        "x = '" + "y" * (2 << 20) + "'\n" + masked(),
        "crashed",
        "exception",
        cell_says="longer than",
    ),
)
