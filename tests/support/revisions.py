"""nbgrader's question for its newest revision, answered by `alembic` once for the whole run.

nbgrader asks it whenever a gradebook is made, in a process that imports nbgrader again: 2.5 s of
processor time, which hundreds of tests would spend. Any other question goes to `alembic` itself.
"""

import shlex
import shutil
import sysconfig
from pathlib import Path

ASKED_ONCE = """#!/bin/sh
# Called as `alembic -c FILE heads`.
if [ "$#" = 3 ] && [ "$3" = heads ]; then
    if [ ! -s {answer} ]; then
        {alembic} "$@" > {answer}.$$ || exit
        mv {answer}.$$ {answer}
    fi
    exec cat {answer}
fi
exec {alembic} "$@"
"""


def put_before_alembic(folder: Path, shared: Path) -> Path | None:
    """Write a program `alembic` and return its folder, None where there is none to ask.

    Args: `folder`, where it may stand; `shared`, where processes beside this one look for the
    answer, too.
    """
    alembic = shutil.which("alembic", path=sysconfig.get_path("scripts"))
    if alembic is None:
        return None
    program = folder / "bin" / "alembic"
    program.parent.mkdir()
    names = {"alembic": shlex.quote(alembic), "answer": shlex.quote(str(shared / "heads"))}
    program.write_text(ASKED_ONCE.format_map(names), encoding="utf-8")
    program.chmod(0o755)
    return program.parent
