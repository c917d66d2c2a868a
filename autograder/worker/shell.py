"""IPython's own shell around a submission's cells: its transformer, its magics, `_` and `Out`.

It is made once, in the warm process, and has no history file, no thread and no terminal.
"""

# mypy: disable-error-code="no-untyped-call"

import ast
import builtins
import inspect
import linecache
import re
import sys
import types
from collections.abc import Callable
from typing import Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.interactiveshell import InteractiveShell
from matplotlib.figure import Figure
from traitlets.config import Config

from autograder.worker.magics import fit, nothing_runs
from autograder.worker.statements import Steps, stepping

# What IPython drops, though Python could read it as an annotation.
_PROMPT = re.compile(r"^\s*In \[", re.MULTILINE)
# Without one of these a cell is Python or nothing; over some that are neither IPython takes long.
_SPECIAL = re.compile(r"[%!?]|\A\s*[ \t]|^[ \t]*(?:>>>|In \[|[,;/])", re.MULTILINE)
_TIMED = ("<timed exec>", "<timed eval>")  # what IPython calls the body of %time
STEP = "__autograder_step__"  # called before each statement below a timing magic
_ASYNC = ("await", "async")
_DEFINES = ("def ", "class ", "import ", "from ")
_INNER = ("", " ", "\t", "#", ")", "]", "}")  # begin lines that are parts of statements, or none


class Compiler(CachingCompiler):
    """Compiles under the name that a cell has in the grader's tracebacks."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self._source, self._depth, self._below = "<cell>", "", 0, 0
        self._read: tuple[str, ast.AST | None] = ("", None)
        self.line = 0  # of the statement that was compiled last

    def begin(self, name: str, source: str) -> None:
        """Take what is compiled from now on for parts of this cell."""
        self.name, self._source, self._depth = name, source, 0
        self._below = int(source.lstrip().startswith("%%"))  # a body begins a line below its magic

    def reads(self, source: str) -> bool:
        """Say whether Python reads it as it is, and remember how."""
        try:
            self._read = (source, super().ast_parse(source, self.name))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
        return True

    def ast_parse(self, source: str, filename: str = "<unknown>", symbol: str = "exec") -> ast.AST:
        """Parse a cell, or what a magic has made of its body."""
        known, tree = self._read
        self._read = ("", None)
        if tree is None or source != known or symbol != "exec":
            tree = super().ast_parse(source, filename, symbol)
        if self._depth > 1:
            ast.increment_lineno(tree, self._below)
        return tree

    def cache(self, transformed_code: str, number: int = 0, raw_code: str | None = None) -> str:
        """Return the cell's name, its lines kept for tracebacks and `inspect`."""
        self._depth += 1
        if self._depth == 1:
            text = self._source if self._below else transformed_code
            lines = text.splitlines(keepends=True)
            linecache.cache[self.name] = (len(text), None, lines, self.name)
        return self.name

    def __call__(self, source: Any, filename: str, symbol: str, **more: Any) -> types.CodeType:
        """Compile, the body of a timing magic under the name of its cell."""
        if filename in _TIMED:
            filename = self.name
            if self._depth == 1 and isinstance(source, ast.AST):
                ast.increment_lineno(source, self._below)
            if isinstance(source, ast.Module):
                source = stepping(source, STEP)
        elif isinstance(source, ast.Module | ast.Interactive) and source.body:
            self.line = source.body[0].lineno
        code: types.CodeType = super().__call__(source, filename, symbol, **more)
        return code


class LastValue(DisplayHook):
    """Keeps a cell's last value as `_` and in `Out`, and prints nothing: nobody would read it."""

    def __call__(self, result: Any = None) -> None:
        """Take the value of a last expression."""
        self.check_for_underscore()
        if result is not None and not self.quiet():
            self.update_user_ns(result)
            self.fill_exec_result(result)
            if isinstance(result, Figure):
                self._shell.keep_figure(result)

    @property
    def _shell(self) -> Any:
        return self.shell


class Shell(InteractiveShell):
    """IPython's shell, but for what has no place in grading: programs, pagers, a profile."""

    compiler_class = Compiler
    displayhook_class = LastValue

    def __init__(self, module: types.ModuleType) -> None:
        main, prompts = sys.modules["__main__"], {n: getattr(sys, n, None) for n in ("ps1", "ps2")}
        config = Config()
        config.HistoryManager.enabled = False  # else a thread writes it into a data base
        config.HistoryManager.hist_file = ":memory:"
        config.Completer.use_jedi = False
        self.raised: BaseException | None = None
        self.steps = Steps()
        self.keep_figure: Callable[[Any], None] = lambda figure: None
        super().__init__(user_module=module, config=config, colors="nocolor")
        sys.modules["__main__"] = main
        for name, prompt in prompts.items():
            if prompt is None:
                delattr(sys, name)
        formatter: Any = self.display_formatter
        formatter.active_types = ["text/plain"]
        formatter.ipython_display_formatter.for_type(
            Figure, lambda figure: self.keep_figure(figure)
        )
        fit(self)

    def install(self) -> None:
        """Be the shell that `get_ipython()` and `display` find."""
        InteractiveShell._instance = self  # type: ignore[assignment]
        setattr(builtins, STEP, self._timed_at)

    def execute(self, source: str, name: str) -> BaseException | None:
        """Run one cell; returns what stopped it, or a part of it under %%capture."""
        self.raised = None
        self._compiler.begin(name, source)
        code = self._defining(source)
        if code is not None:
            return self._define(code, source)
        result = self.run_cell(source, store_history=True)
        raised: BaseException | None = result.error_before_exec or result.error_in_exec
        return self.raised or raised

    def _defining(self, source: str) -> types.CodeType | None:
        """Compile a cell whose last line defines something, None for any other.

        It has no last value, and to make a tree of it first takes three times as long.
        """
        lines = (line for line in reversed(source.splitlines()) if line[:1] not in _INNER)
        if not next(lines, "").startswith(_DEFINES) or _PROMPT.search(source):
            return None
        if self.input_transformers_post or self.ast_transformers:
            return None
        try:
            code = self._compiler(f"{source}\n", self._compiler.cache(source), "exec")
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            self._compiler.begin(self._compiler.name, source)
            return None
        return None if code.co_flags & inspect.CO_COROUTINE else code

    def _define(self, code: types.CodeType, source: str) -> BaseException | None:
        history: Any = self.history_manager
        history.store_inputs(self.execution_count, source, source)
        self.execution_count += 1
        try:
            with self.builtin_trap:
                self.steps.run(
                    code,
                    self._compiler.name,
                    self._compiler.flags,
                    lambda step: exec(step, self.user_ns),
                )
        except BaseException as raised:  # the student's code: anything may come, SystemExit too
            return raised
        return None

    async def run_ast_nodes(self, *nodes: Any, **more: Any) -> bool:
        """Run the statements of a cell, or of what a magic runs."""
        with self.steps.deeper():
            return bool(await super().run_ast_nodes(*nodes, **more))

    async def run_code(self, code_obj: Any, result: Any = None, *, async_: bool = False) -> bool:
        """Run one statement, unless the cell is to end before it."""
        self.steps.at(self._compiler.line)
        return bool(await super().run_code(code_obj, result, async_=async_))

    def _timed_at(self, line: int) -> None:
        with self.steps.deeper():
            self.steps.at(line)

    @property
    def _compiler(self) -> Any:
        return self.compile

    def init_ipython_dir(self, ipython_dir: object) -> None:
        """Have no folder of IPython's."""
        self.ipython_dir = ""

    def init_profile_dir(self, profile_dir: object) -> None:
        """Have no profile."""

    def init_virtualenv(self) -> None:
        """Leave the import path as it is."""

    def init_user_ns(self) -> None:
        """Lend what IPython lends, `display` too."""
        super().init_user_ns()
        from IPython.display import display

        self.user_ns.pop("open", None)  # Python's own does the same
        self.user_ns["display"] = self.user_ns_hidden["display"] = display

    def magic(self, text: str) -> Any:
        """Run a line magic as IPython did before its version 9, which Colab is."""
        name, _, rest = text.lstrip("%").partition(" ")
        return self.run_line_magic(name, rest)

    def ask_exit(self) -> None:
        """Stop the cell: `exit()` would end the kernel."""
        raise SystemExit

    def transform_cell(self, raw_cell: str) -> str:
        """Return a cell as Python.

        What Python reads already holds no magic, and IPython needs three times as long to see it.
        """
        plain = not (self.input_transformers_post or _PROMPT.search(raw_cell))
        whole = raw_cell if raw_cell.endswith("\n") else f"{raw_cell}\n"  # as blocks have to end
        if plain and (self._compiler.reads(whole) or not _SPECIAL.search(raw_cell)):
            return whole
        text: str = super().transform_cell(raw_cell)
        return text

    def should_run_async(self, raw_cell: str, **more: Any) -> bool:
        """Say whether a cell awaits something; without the words, it is not compiled to see it."""
        if not any(word in raw_cell for word in _ASYNC):
            return False
        return bool(super().should_run_async(raw_cell, **more))

    def showtraceback(self, *_: Any, **__: Any) -> None:
        """Print nothing; remember the first exception, which IPython goes on after."""
        self.raised = self.raised or sys.exc_info()[1]

    showsyntaxerror = showindentationerror = showtraceback

    def _format_exception_for_storage(self, *_: Any, **__: Any) -> dict[str, Any]:
        return {}

    def enable_gui(self, gui: str | None = None) -> None:
        """Have no windows."""

    def enable_matplotlib(self, gui: str | None = None) -> tuple[str, str]:
        """Leave matplotlib as it is: its figures are kept as pictures."""
        return "inline", "agg"

    def system(self, cmd: str) -> None:
        """Say that there are no programs to run."""
        nothing_runs(f"!{cmd}")

    system_raw = system_piped = system

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        """Return no output: there are no programs to run."""
        from IPython.utils.text import LSString, SList

        nothing_runs(f"!{cmd}")
        return SList() if split else LSString()
