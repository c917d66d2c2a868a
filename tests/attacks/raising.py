"""Hostile exceptions, and ways to end: exits, signals, loops, sleep, threads left running."""

from tests.attacks.record import RIGHT, ZEROS, Attack, masked


def raising(name: str, tries: str, raised: str, before: str = "", **more: str) -> Attack:
    """Return an attack that raises, which is told as an exception."""
    return Attack(name, tries, masked(raised, before), "crashed", "exception", **more)  # type: ignore[arg-type]


RAISING = (
    raising(
        "an exception that will not be told",
        "Raises an exception whose __str__ and __repr__ raise KeyboardInterrupt.",
        "raise Mute",
        """
        class Mute(Exception):
            def __str__(self): raise KeyboardInterrupt
            __repr__ = __format__ = __str__
        """,
    ),
    raising(
        "an exception with a lying class",
        "Raises an exception whose metaclass raises when its name is read.",
        "raise Liar",
        """
        class Meta(type):
            __name__ = __mro__ = property(lambda self: 1 / 0)
        class Liar(Exception, metaclass=Meta):
            __class__ = __traceback__ = property(lambda self: 1 / 0)
        """,
    ),
    raising(
        "KeyboardInterrupt",
        "Raises what a person at the keyboard would, to stop the grader.",
        "raise KeyboardInterrupt",
    ),
    raising(
        "SystemExit",
        "Calls sys.exit with status 0, as if all were done.",
        "import sys\nsys.exit(0)",
    ),
    raising(
        "an exception beside Exception",
        "Raises a BaseException of its own, which `except Exception` lets through.",
        "raise type('Own', (BaseException,), {})('through')",
    ),
    raising(
        "a group of interrupts",
        "Raises a BaseExceptionGroup that holds a KeyboardInterrupt and a SystemExit.",
        "raise BaseExceptionGroup('both', [KeyboardInterrupt(), SystemExit(0)])",
    ),
    raising(
        "StopIteration",
        "Raises what ends a loop in silence.",
        "raise StopIteration",
    ),
    raising(
        "recursion without end",
        "Calls itself until there is no stack left.",
        "return channel_mask(out_channels, in_channels, kernel_size, mask_type, num_colors)",
    ),
    raising(
        "the grader's own refusal",
        "Raises the exceptions of the worker, to be taken for the grader's own words.",
        "from autograder.worker.data import NotData\nraise NotData('passed')",
    ),
    Attack(
        "not written, it says",
        "Raises NotImplementedError, to be asked no more.",
        masked("raise NotImplementedError('passed')"),
    ),
    Attack(
        "an exception whose text never ends",
        "Raises an exception whose __str__ loops for ever.",
        masked(
            "raise Long", "class Long(Exception):\n    def __str__(self):\n        while 1: 1\n"
        ),
        "crashed",
        "cpu_time",
    ),
    Attack(
        "a hidden input in an exception's text",
        "Raises each hidden input as text, to read it in the feedback.",
        masked(
            """
            if kernel_size == 1: return right(out_channels, in_channels, 1, mask_type, num_colors)
            raise ValueError(f'HIDDEN-INPUT {kernel_size} {out_channels}')
            """,
            RIGHT,
        ),
        "crashed",
        "exception",
        check="channel_sizes",
        earns=("channel_by_hand", "channel_blocks"),
        hides="HIDDEN-INPUT",
    ),
)

ENDING = (
    Attack(
        "exit while its cell runs",
        "Ends its process as soon as its cell runs.",
        masked(before="import os\nos._exit(0)"),
        "crashed",
        "exception",
        cell_says="ended its own process",
    ),
    Attack(
        "sys.exit while its cell runs",
        "Raises SystemExit in a cell, for the rest of the notebook not to run.",
        masked(before="import sys\nsys.exit(0)"),
        "crashed",
        "exception",
        cell_says="SystemExit",
    ),
    Attack(
        "work left for the end",
        "Registers atexit handlers that print a verdict and loop for ever.",
        masked(
            before="""
            import atexit, threading
            def last():
                print('PASSED')
                while True: pass
            atexit.register(last)
            threading._register_atexit(last)
        """
        ),
    ),
    Attack(
        "abort",
        "Aborts its process at the first question.",
        masked("import os\nos.abort()"),
        "crashed",
        "signal",
    ),
    Attack(
        "a segmentation fault",
        "Reads address 0 through ctypes.",
        masked("import ctypes\nctypes.string_at(0)"),
        "crashed",
        "signal",
    ),
    Attack(
        "kill everybody",
        "Sends SIGKILL to every process that it can name, and to itself.",
        masked(f"""
            import os
            for pid in (-1, 0, *range(1, 400), os.getppid(), os.getpid()):
                try: os.kill(pid, 9)
                except OSError: pass
            return {ZEROS}
        """),
    ),
    Attack(
        "an endless loop deaf to signals",
        "Ignores every signal and computes for ever.",
        masked("""
            import signal
            for number in range(1, 65):
                try: signal.signal(number, signal.SIG_IGN)
                except (OSError, ValueError): pass
            while True: pass
        """),
        "crashed",
        "cpu_time",
    ),
    Attack(
        "an endless loop in C",
        "Holds the interpreter in one call that never comes back.",
        masked("return 7 ** 10 ** 9"),
        "crashed",
        "cpu_time",
    ),
    Attack(
        "sleep",
        "Sleeps, which takes no processor time at all.",
        masked("import time\ntime.sleep(600)"),
        "crashed",
        "idle",
    ),
    Attack(
        "threads left running",
        "Answers and leaves threads that go on for ever.",
        masked(
            before="""
            import threading, time
            def go_on():
                while True: time.sleep(0.001)
            for _ in range(8): threading.Thread(target=go_on).start()
        """
        ),
    ),
    Attack(
        "many threads at work",
        "Computes in many threads, for each to have a limit of its own.",
        masked("""
            import threading
            def spin():
                while True: pass
            for _ in range(6): threading.Thread(target=spin).start()
            spin()
        """),
        "crashed",
        "cpu_time",
    ),
)
