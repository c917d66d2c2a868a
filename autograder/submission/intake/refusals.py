"""Why a submitted file is not read: which rule it breaks, and what its student can do."""

from typing import Any

from autograder.submission.intake.limits import (
    MEGABYTE,
    MOST_CELLS,
    MOST_NESTED,
    MOST_SOURCE,
    MOST_VALUES,
)
from autograder.text.i18n import said


def refusal(name: str, reply: dict[str, Any], most_mb: int) -> str:
    """Return the sentence for what the process that reads files has refused."""
    match reply["refused"]:
        case "size":
            return _too_large(name, reply["number"], most_mb)
        case "cells":
            return _too_many_cells(name, reply["number"])
        case "source":
            return _too_much_source(name, reply["number"])
        case "values":
            return _too_many_values(name)
        case "nesting":
            return _too_deep(name)
    return _no_notebook(name, reply)


def _too_large(name: str, number: float, most_mb: int) -> str:
    return said(
        "{file} has {number} MB, the limit is {most} MB. Clear its outputs (Edit → Clear "
        "Outputs of All Cells), save it and hand it in again.",
        file=name,
        number=f"{number:.0f}",
        most=most_mb,
    )


def _too_many_cells(name: str, number: int) -> str:
    return said(
        "{file} has {number} cells, more than {most}. Remove those that are not part of "
        "your answers, save it and hand it in again.",
        file=name,
        number=f"{number:,}",
        most=f"{MOST_CELLS:,}",
    )


def _too_much_source(name: str, number: float) -> str:
    return said(
        "The cells of {file} hold {number} MB of text, more than {most} MB. Remove data "
        "that was pasted into them, save it and hand it in again.",
        file=name,
        number=f"{number / MEGABYTE:.1f}",
        most=f"{MOST_SOURCE / MEGABYTE:g}",
    )


def _too_many_values(name: str) -> str:
    return said(
        "{file} holds more than {most} values, outputs included. Clear its outputs (Edit "
        "→ Clear Outputs of All Cells), save it and hand it in again.",
        file=name,
        most=f"{MOST_VALUES:,}",
    )


def _too_deep(name: str) -> str:
    return said(
        "{file} is nested more than {most} levels deep. Clear its outputs (Edit → Clear "
        "Outputs of All Cells), save it and hand it in again.",
        file=name,
        most=MOST_NESTED,
    )


def _no_notebook(name: str, reply: dict[str, Any]) -> str:
    match reply["refused"]:
        case "unreadable":
            return f"{name} cannot be read: {reply['text']}."
        case "no file":
            return f"{name} cannot be read: it is no plain file."
        case "not UTF-8":
            return said("{file} is not a notebook: it is not UTF-8 text.", file=name)
        case "not JSON":
            return said(
                "{file} is not a notebook, or was cut off while it was saved: it is not JSON. "
                "Open it in Jupyter, save it and hand it in again.",
                file=name,
            )
    return said("{file} is not a notebook: it holds no cells.", file=name)
