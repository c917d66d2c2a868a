"""Where in a notebook an exception was raised: its cell, the line, and the line's text."""

import linecache
import sys
import traceback
from collections.abc import Mapping
from pathlib import PurePath
from types import FrameType
from typing import Any

from autograder.worker.exceptions import plain, spoken


def place_of(error: BaseException, namespace: Mapping[str, Any]) -> str:
    """Return the innermost place of an exception in code of a notebook, "" where there is none.

    Args: `namespace`, the notebook's globals(): by them its frames are known, whatever its cells
    are called as files.
    """
    frames = traceback.walk_tb(error.__traceback__)
    inside = [(frame, line) for frame, line in frames if frame.f_globals is namespace]
    return _told(*inside[-1]) if inside else ""


def _told(frame: FrameType, line: int) -> str:
    file, name = frame.f_code.co_filename, frame.f_code.co_name
    source = linecache.getline(file, line, frame.f_globals).strip()
    words = [
        *([cell] if (cell := _cell(file)) else []),
        f"line {line}",
        *([] if name == "<module>" else [f"in {name}"]),
    ]
    return plain(", ".join(words) + (f": {source}" if source else ""))


def _cell(file: str) -> str:
    """Return what a cell is called: `cell In[5]` in Jupyter, a name that we gave it, else ""."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    named = getattr(getattr(shell, "compile", None), "format_code_name", lambda _: None)(file)
    if named:
        return f"cell {named[1]}"
    return "" if file.startswith("<") or PurePath(file).is_absolute() else spoken(file)
