"""IPython's magics while grading: which of them do nothing, and what they say about it."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from IPython.core.magic import MAGIC_NO_VAR_EXPAND_ATTR

LONGEST_NOTE = 80

# They set up a screen or a later edit of the code: there is none here.
SILENT = (
    *("matplotlib", "gui", "load_ext", "reload_ext", "unload_ext", "autoreload", "aimport"),
    *("config", "colors", "xmode", "pdb", "autosave", "cd", "pushd", "popd"),
    *("pinfo", "pinfo2", "psearch", "pdoc", "pdef", "psource", "pfile"),
    *("logstart", "logon", "logoff", "logstop", "logstate"),
)
PROGRAMS = ("pip", "conda", "mamba", "micromamba", "uv", "sx", "system")
USELESS = ("debug", "edit", "ed", "store", "bookmark", "notebook", "pastebin", "killbgscripts")
SCRIPTS = (
    *("script", "bash", "sh", "cmd", "perl", "ruby", "python", "python2", "python3", "pypy"),
    *("sx", "system", "!"),
)
# Measure what they run, and belong to packages that grading does not have.
MEASURING = frozenset(
    ("memit", "mprun", "lprun", "snakeviz", "pyinstrument", "scalene", "heat", "wandb")
)
# Imported in the warm process: IPython loads each when it is first met.
USUAL = ("time", "timeit", "prun", "capture", "writefile", "who", "env", "run", "html")
_REPEATS = re.compile(r"(?<!\S)-[nr]\s*\d+(?!\S)")
_OPTIONS = re.compile(r"^\s*(-\w+(\s+\S+)?\s+|--\S+\s+)*")


def fit(shell: Any) -> None:
    """Fit IPython's magics to grading, its own imported already."""
    for name in USUAL:
        for find in (shell.find_line_magic, shell.find_cell_magic):
            find(name)
    _once(shell)
    magics = shell.magics_manager.magics  # not by register: that sets traits of these names
    for name in SILENT:
        magics["line"][name] = _silent
    for name in PROGRAMS:
        magics["line"][name] = partial(_told, f"%{name}")
    for name in USELESS:
        magics["line"][name] = partial(_useless, name)
    for name in SCRIPTS:
        magics["cell"][name] = partial(_told, f"%%{name}")
    _unknown(shell)


def nothing_runs(what: str) -> None:
    """Say in the cell's output that a command has not run."""
    short = what if len(what) <= LONGEST_NOTE else f"{what[:LONGEST_NOTE]}…"
    print(f"{short} did nothing: there are no other programs while grading.")


def _silent(line: str, cell: str = "") -> None:
    """Do nothing."""


def _told(name: str, line: str, cell: str = "") -> None:
    nothing_runs(f"{name} {line}".rstrip())


def _useless(name: str, line: str) -> None:
    print(f"%{name} did nothing: it has no use while grading.")


def _once(shell: Any) -> None:
    """Have %timeit time one run: a hundred of them say no more here, and take time from limits."""
    for kind, timeit in (
        ("line", shell.find_line_magic("timeit")),
        ("cell", shell.find_cell_magic("timeit")),
    ):

        def once(
            line: str, cell: str | None = None, local_ns: Any = None, timeit: Any = timeit
        ) -> Any:
            return timeit(f"-n 1 -r 1 {_REPEATS.sub('', line)}", cell, local_ns)

        setattr(once, MAGIC_NO_VAR_EXPAND_ATTR, True)
        once.needs_local_scope = True  # type: ignore[attr-defined]
        shell.magics_manager.magics[kind]["timeit"] = once


def _unknown(shell: Any) -> None:
    """Pass over a magic that IPython does not have, but run what it would have measured."""
    manager = shell.magics_manager
    find: Callable[[str, str], Any] = manager.find

    def found(kind: str, name: str) -> Any:
        magic = find(kind, name)
        if magic is not None or (kind, name) == ("cell", ""):
            return magic
        return partial(_measured if name in MEASURING else _missing, shell, name)

    manager.find = found


def _measured(shell: Any, name: str, line: str, cell: str = "") -> None:
    shell.run_cell(cell or _OPTIONS.sub("", f"{line} ", count=1))


def _missing(shell: Any, name: str, line: str, cell: str = "") -> None:
    mark = "%%" if cell else "%"
    print(f"{mark}{name} did nothing: grading has IPython's own magics only.")
