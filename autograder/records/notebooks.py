"""The notebooks of an assignment as one: their cells one after another, each with its file's name.

What is graded is always one notebook, in which an exercise has all answers above it, whichever file
they were written in. An assignment of a single notebook is that notebook, and nothing is marked.
"""

from collections.abc import Mapping
from copy import deepcopy

from nbformat import NotebookNode

from autograder.records.plaincell import MARK


def joined(notebooks: Mapping[str, NotebookNode]) -> NotebookNode:
    """Return the notebooks, by their names without .ipynb, as one; a single one as it is."""
    if len(notebooks) == 1:
        return next(iter(notebooks.values()))
    whole = deepcopy(next(iter(notebooks.values())))
    whole.cells = [
        _marked(cell, name) for name, notebook in notebooks.items() for cell in notebook.cells
    ]
    return whole


def names_in(notebook: NotebookNode) -> tuple[str, ...]:
    """Return the names of the notebooks that were joined, in their order; () for a single one."""
    return tuple(dict.fromkeys(c.metadata[MARK] for c in notebook.cells if MARK in c.metadata))


def parts_of(notebook: NotebookNode, names: tuple[str, ...]) -> dict[str, NotebookNode]:
    """Return by its name each of the notebooks that were joined; a single one has the first name.

    Raises ValueError where the notebook was joined of others.
    """
    found = names_in(notebook)
    if not found and len(names) == 1:
        return {names[0]: notebook}
    if found != names:
        raise ValueError(f"the notebook holds {found}, not {names}")
    return {name: _part(notebook, name) for name in names}


def _marked(cell: NotebookNode, name: str) -> NotebookNode:
    marked = deepcopy(cell)
    marked.metadata[MARK] = name
    return marked


def _part(whole: NotebookNode, name: str) -> NotebookNode:
    part = NotebookNode({key: deepcopy(whole[key]) for key in whole if key != "cells"})
    part.cells = [deepcopy(cell) for cell in whole.cells if cell.metadata.get(MARK) == name]
    for cell in part.cells:
        del cell.metadata[MARK]
    return part
