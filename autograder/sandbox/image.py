"""What a grading image says of itself by its labels, and how the grader tells a stale one.

`python -m autograder.sandbox.image` prints the labels that an image built now must have.
"""

from collections.abc import Mapping
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import autograder
from autograder.sandbox.filesystem import WORKER_PARTS

PREFIX = "org.dgm-autograder."
WORKER, TORCH = PREFIX + "worker", PREFIX + "torch"


def worker_sha256(package: Path) -> str:
    """Return the hash of all of ours that runs inside the sandbox."""
    parts = [package / part for part in WORKER_PARTS]
    files = [file for part in parts for file in (part.rglob("*.py") if part.is_dir() else [part])]
    digest = sha256()
    for file in sorted(files):
        name = file.relative_to(package).as_posix()
        digest.update(name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def release(library: str) -> str:
    """Return an installed library's version without its build, as in 2.13.0 of 2.13.0+cpu."""
    return version(library).partition("+")[0]


def labels() -> dict[str, str]:
    """Return the labels of an image that fits this grader."""
    return {
        "org.opencontainers.image.title": "dgm-autograder: the worker that runs student code",
        "org.opencontainers.image.version": autograder.__version__,
        "org.opencontainers.image.licenses": "BSD-3-Clause",
        WORKER: worker_sha256(Path(autograder.__file__).parent),
        PREFIX + "autograder": autograder.__version__,
        TORCH: release("torch"),
        PREFIX + "torchvision": release("torchvision"),
        PREFIX + "numpy": release("numpy"),
    }


def staleness(found: Mapping[str, str]) -> str:
    """Say in what an image with these labels does not fit this grader, "" if it does."""
    if WORKER not in found:
        return "is no grading image"
    wanted = labels()
    if found[WORKER] != wanted[WORKER]:
        return "holds another version of the worker"
    if found.get(TORCH) != wanted[TORCH]:
        return f"holds torch {found.get(TORCH)}, and the grader has {wanted[TORCH]}"
    return ""


if __name__ == "__main__":
    print("\n".join(f"{key}={value}" for key, value in labels().items()))
