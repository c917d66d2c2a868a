"""What was measured, as sentences, as JSON, and as the blocks of docs/performance.md."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from autograder.storage.atomic import write_atomically
from benchmarks.campus import campus
from benchmarks.machine import Machine
from benchmarks.pages import with_block

DOCS = Path(__file__).parent.parent / "docs"
FIGURES, PAGE = DOCS / "performance.json", DOCS / "performance.md"

Figures = Mapping[str, float]


def _compared(f: Figures) -> list[str]:
    whole, each = f["theirs"] / f["ours"], f["theirs_each"] / f["ours_each"]
    return [
        f"{f['students']} students, {f['their_students']} of them by theirs; CPU s each, start-up "
        f"shared: {f['theirs']:.2f} theirs, {f['ours']:.2f} ours: **{whole:.1f} times**",
        f"CPU s of one more submission: {f['theirs_each']:.2f} theirs, {f['ours_each']:.2f} ours: "
        f"**{each:.1f} times**",
        f"the bare checks of one more, with no isolation and no gradebook: {f['bare_each']:.2f}, "
        f"so the most there could be: {f['theirs_each'] / f['bare_each']:.1f} times",
        f"wall s each, in turn: {f['theirs_wall']:.1f} theirs, {f['ours_wall']:.1f} ours",
    ]


def _overhead(f: Figures) -> list[str]:
    return [
        f"{f['students']} students, CPU s each, start-up shared: {f['ours']:.2f} in all, "
        f"{f['bare']:.2f} bare: **{f['ours'] / f['bare']:.2f} times**",
        f"one more submission: {f['ours_each']:.2f} in all, {f['bare_each']:.2f} bare: "
        f"**{f['ours_each'] / f['bare_each']:.2f} times**",
        f"of it nbgrader's recording: {f['recording_each']:.2f}",
    ]


def _workers(f: Figures) -> list[str]:
    return [
        f"{f['students']} students, wall s: {f['one_wall']:.1f} with one worker, "
        f"{f['two_wall']:.1f} with two: **{f['one_wall'] / f['two_wall']:.2f} times**",
        f"two processes of bare checks that share nothing but the machine: "
        f"{2 * f['bare_wall'] / f['two_bare_wall']:.2f} times",
    ]


def _many(f: Figures) -> list[str]:
    return [
        f"{f['students']} students, one exercise: {f['wall']:.0f} s, {f['cpu']:.2f} CPU s each",
        f"second half over first: grading **{f['grading_halves']:.2f}** of "
        f"{f['grading_seconds']:.0f} s, recording **{f['recording_halves']:.2f}** of "
        f"{f['recording_seconds']:.0f} s",
        f"memory grew by **{f['megabytes_grading']:.0f} MB** in grading, "
        f"**{f['megabytes_recording']:.0f} MB** in recording",
        f"left behind: {f['processes_left']} processes, {f['files_left']} files, "
        f"{f['mounts_left']} mounts",
    ]


def _start(f: Figures) -> list[str]:
    torch, nbformat = f["torch"], f["nbformat"]
    return [
        f"CPU s of one `import torch`: {torch:.2f}; of `grade` for one submission of one exercise "
        f"that trains nothing: {f['one']:.2f}, **{f['one'] / torch:.1f} times**",
        f"each further worker: {f['further']:.2f}, **{f['further'] / torch:.2f} times**",
        f"CPU s of one `import nbformat`: {nbformat:.2f}; of `grade` where every verdict is known: "
        f"**{f['known'] / nbformat:.1f} times**, `report`: **{f['report'] / nbformat:.1f}**, "
        f"`--help`: {f['help'] / nbformat:.1f}",
    ]


SAID: Mapping[str, tuple[str, str, Callable[[Figures], list[str]]]] = {
    "nbgrader_whole": ("stock `nbgrader autograde`, notebook as handed out", "20 times", _compared),
    "otter_whole": ("`otter run`, notebook as handed out", "40 times", _compared),
    "nbgrader": ("stock `nbgrader autograde`, graded cells alone", "20 times", _compared),
    "otter": ("`otter run`, graded cells alone", "40 times", _compared),
    "pytest_cold": (
        "`pytest`, a cold process per submission, graded cells alone",
        "5 times",
        _compared,
    ),
    "pytest_forked": (
        "`pytest`, forked per submission from a process with torch, no isolation",
        "3 times",
        _compared,
    ),
    "overhead": ("isolation and recording over the bare checks", "1.25 times", _overhead),
    "workers": ("two workers on two cores", "1.8 times", _workers),
    "thousand": ("a thousand submissions", "0.9 to 1.1; 50 MB; none", _many),
    "start": (
        "start-up, medians of 5",
        "4 and 0.5 times `import torch`; 3 times `import nbformat`",
        _start,
    ),
}


def lines(found: Mapping[str, Figures]) -> list[str]:
    """Return the figures as sentences."""
    return [line for name, figures in found.items() for line in SAID[name][2](figures)]


def table(found: Mapping[str, Any]) -> str:
    """Return the figures as a table in Markdown, with what was aimed at."""
    rows = ["| what | aimed at | measured |", "|---|---|---|"]
    for name, (title, aim, say) in SAID.items():
        if name in found:
            rows.append(f"| {title} | {aim or '–'} | {'<br>'.join(say(found[name]))} |")
    return "\n".join(rows)


def read() -> dict[str, Any]:
    """Return the figures written before, by part."""
    if not FIGURES.is_file():
        return {}
    found: dict[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8"))
    return found["parts"]  # type: ignore[no-any-return]


def write(found: Mapping[str, Any], machine: Machine) -> None:
    """Write the figures, and the blocks of the page that are made of them."""
    data = {"machine": asdict(machine), "parts": found}
    write_atomically(FIGURES, (json.dumps(data, indent=1) + "\n").encode())
    page = PAGE.read_text(encoding="utf-8")
    page = with_block(page, "figures", f"{machine.said}.\n\n{table(found)}")
    if "overhead" in found:
        page = with_block(page, "campus", campus(found["overhead"], found.get("workers", {})))
    write_atomically(PAGE, page.encode())
