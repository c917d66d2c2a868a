"""What a released notebook imports, as a cell of its own: there for every answer."""

import ast
from functools import lru_cache

from nbformat import NotebookNode

from autograder.records.cell import CodeCell
from autograder.records.plaincell import plain_cells

NAME = "the handout's imports"
_OWN = ("autograder", "__future__")  # not in the sandbox; and what would change how cells are read


def given_imports(released: NotebookNode) -> tuple[CodeCell, ...]:
    """Return a cell with the import statements of a released notebook, none if it has none.

    Of all its code cells, those included that grading does not run: in a student's own notebook
    they ran. It is to run before a student's cells, so that what these assign wins.
    """
    cells = [cell for cell in plain_cells(released) if cell.kind == "code" and not cell.receives]
    lines = dict.fromkeys(line for cell in cells for line in _imports(cell.source))
    # No notebook may give a cell this id, so that it stands for no cell of a student's.
    return (CodeCell(" imports", NAME, "\n".join(lines)),) if lines else ()


@lru_cache(maxsize=1024)  # of one released notebook, asked for at every submission
def _imports(source: str) -> tuple[str, ...]:
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError):
        return ()  # a magic: what is released was run before, but not by this
    imports = (one for one in statements if isinstance(one, ast.Import | ast.ImportFrom))
    return tuple(ast.unparse(one) for one in imports if not _is_own(one))


def _is_own(statement: ast.Import | ast.ImportFrom) -> bool:
    if isinstance(statement, ast.ImportFrom):
        return str(statement.module).partition(".")[0] in _OWN
    return any(alias.name.partition(".")[0] in _OWN for alias in statement.names)
