"""Grading a class, measured: `python benchmarks/class.py [--only PART …] [--write]`.

All figures are ratios within one run, or CPU seconds of all processes of a command, its start-up
included. The whole takes half an hour on two idle cores. docs/performance.md says what each
part measures, and holds what `--write` puts there.
"""

import argparse
import os
import sys
import time
from dataclasses import fields
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.fairness import Unfair
from benchmarks.machine import machine
from benchmarks.measured import CommandFailed
from benchmarks.parts import PARTS, run
from benchmarks.performance import lines, read, write
from benchmarks.rivals import RivalMissing
from benchmarks.runs import Sizes


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0] if __doc__ else "")
    parser.add_argument("--only", nargs="+", choices=list(PARTS), default=list(PARTS))
    parser.add_argument("--write", action="store_true", help="the figures into docs/performance.*")
    parser.add_argument("--repeat", type=int, default=1, help="runs, of which medians are given")
    for size in fields(Sizes):
        parser.add_argument(f"--{size.name}", type=int, default=size.default, metavar="STUDENTS")
    return parser.parse_args()


def main() -> int:
    """Run the parts, print their figures, and write them if asked to."""
    options = _options()
    os.environ.update(AUTOGRADER_SECRET="benchmark", OMP_NUM_THREADS="1")
    sizes = Sizes(**{size.name: getattr(options, size.name) for size in fields(Sizes)})
    found = read() if options.write else {}
    code = 0
    for name in options.only:
        start = time.monotonic()
        print(f"{name}: {(PARTS[name].__doc__ or '').splitlines()[0]}", flush=True)
        try:
            found[name] = run(name, sizes, options.repeat)
        except (CommandFailed, RivalMissing, Unfair) as error:
            print(f"  not measured: {error}", file=sys.stderr)
            code = 1
            continue
        for line in lines({name: found[name]}):
            print(f"  {line}")
        print(f"  ({time.monotonic() - start:.0f} s)", flush=True)
    print(machine().said)
    if options.write:
        write(found, machine())
    return code


if __name__ == "__main__":
    sys.exit(main())
