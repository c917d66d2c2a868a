"""An assignment's handout as a student gets it, in a folder, and solved."""

import os
import re
import shutil
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

from autograder.course.config import Course, load_course
from autograder.course.known import answer_sheet
from autograder.course.public import CHECKS, public_files, released_as
from autograder.handout.build import drafts
from autograder.handout.visible import visible_checks
from tests.conftest import ROOT

STRICT = """import warnings
warnings.filterwarnings("error", module="__main__")
"""


@dataclass(frozen=True)
class Handout:
    """The handout of one assignment of this repository's course."""

    assignment: str

    @cached_property
    def course(self) -> Course:
        return load_course(ROOT)

    @cached_property
    def released(self) -> NotebookNode:
        """The notebook with its holes; copy it before it is run."""
        return drafts(self.course, self.assignment)[1]

    def solved(self) -> NotebookNode:
        return answer_sheet(self.course, self.assignment, self.released)

    def put_files(self, folder: Path) -> None:
        """Put beside a notebook what is handed out with it."""
        own = ROOT / "assignments" / self.assignment
        for path in public_files(own):
            place = folder / released_as(path, own)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, place)
        exercises = self.course.assignment(self.assignment).exercises
        for name, text in visible_checks(own / CHECKS, exercises).items():
            place = folder / CHECKS / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text)

    def run(
        self, notebook: NotebookNode, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> NotebookNode:
        """Run a notebook as a student would; a warning of one of its own lines is an error."""
        self.put_files(folder)
        (folder / "sitecustomize.py").write_text(STRICT, encoding="utf-8")
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), str(ROOT)]))
        monkeypatch.setenv("OMP_NUM_THREADS", "1")  # tests beside it use the other cores
        resources = {"metadata": {"path": str(folder)}}
        client: Any = NotebookClient(notebook, timeout=280, resources=resources, allow_errors=True)
        done: NotebookNode = client.execute()
        return done


def texts(notebook: NotebookNode) -> list[str]:
    """Return what each code cell printed or showed, tags and all."""
    return [
        "".join(
            str(output.get("text", "")) + str(output.get("data", {}).get("text/html", ""))
            for output in cell.outputs
        )
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def errors(notebook: NotebookNode) -> list[str]:
    """Return what cells raised, and what they wrote to the error stream."""
    return [
        f"{cell.source[:60]}: {output.get('evalue') or output.get('text')}"
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "error" or output.get("name") == "stderr"
    ]


def self_checks(notebook: NotebookNode) -> list[str]:
    """Return the texts of the self-checks."""
    found = [cell for cell in notebook.cells if cell.metadata.get("tags") == ["self-check"]]
    return [str(cell.outputs) for cell in found]


def waiting(handout: Handout, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run a handout with its holes; return all it says: nothing is right yet."""
    done = handout.run(deepcopy(handout.released), folder, monkeypatch)
    assert errors(done) == []
    told = "\n".join(texts(done))
    assert "✓" not in re.sub("<.*?>", "", told), "nothing is written, so nothing is right"
    assert all("is not written yet" in text for text in self_checks(done))
    assert len(self_checks(done)) == _parts(handout)
    return told


def agreeing(handout: Handout, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run a handout with the references filled in; return all it says: every check agrees."""
    done = handout.run(handout.solved(), folder, monkeypatch)
    assert errors(done) == []
    told = "\n".join(texts(done))
    assert "✗" not in told and "waiting for you" not in told and "not there yet" not in told
    assert len(self_checks(done)) == _parts(handout)
    return told


def _parts(handout: Handout) -> int:
    return len(handout.course.assignment(handout.assignment).exercises)
