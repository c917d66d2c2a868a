"""What students get of modules of checks that a test writes down."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from autograder.handout.visible import visible_checks


def released(files: Mapping[str, str], *exercises: str) -> dict[str, str]:
    """Write modules into a folder of their own; return what is released of them, by path."""
    with TemporaryDirectory() as place:
        for name, text in files.items():
            path = Path(place, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        found = visible_checks(Path(place), exercises)
    return {name: content.decode() for name, content in found.items()}


def released_alone(source: str) -> str:
    """Return what is released of one module, an exercise's own."""
    return released({"made.py": source}, "made")["made.py"]
