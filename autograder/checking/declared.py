"""What a module of checks says of itself, read from its text: checks, their titles, slips.

Whoever translates needs the sentences, and the release the titles of hidden checks, and neither can
run the module: so names and titles of `check.each` have to stand in it, as literals or under a name
that is given one in the same module.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

SLIPS = ("Slips", "SlipAnswers")  # a dictionary that is annotated so names mistakes
SENTENCES = ("wrong", "why")  # arguments that are sentences


class Unreadable(ValueError):
    """A name or a title that is computed; the text says which check it belongs to."""


@dataclass(frozen=True)
class Declared:
    """A function under `@check` or `@check.each`: one check, or one for each of `names`."""

    function: ast.FunctionDef
    decorator: ast.expr
    tree: ast.Module

    @property
    def is_each(self) -> bool:
        """Say whether it makes one check for each of several names."""
        return _ends_in_each(_callee(self.decorator))

    @property
    def visible(self) -> bool:
        """Say whether students have it, too."""
        given = self._given("visible")
        return isinstance(given, ast.Constant) and given.value is True

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of `check.each`; raises Unreadable."""
        call = self.decorator
        assert isinstance(call, ast.Call)
        node = call.args[0] if call.args else self._given("names")
        return tuple(self._keys(node, "names"))

    @property
    def titles(self) -> tuple[str, ...]:
        """Return the title, or those of each name in their order; raises Unreadable."""
        own = (ast.get_docstring(self.function) or "").strip().splitlines()
        title = own[0] if own else ""
        if not self.is_each:
            return (title,)
        given = self._given("titles")
        if given is None or (isinstance(given, ast.Constant) and given.value is None):
            return tuple(
                title.replace("{name}", name).replace("{entry}", self._entry(name))
                for name in self.names
            )
        table = _resolved(given, self.tree)
        if isinstance(table, ast.Dict):
            by_name = dict(zip(self._keys(table, "titles"), self._texts(table.values), strict=True))
            return tuple(by_name[name] for name in self.names if name in by_name)
        return tuple(self._texts(self._elements(table, "titles")))

    def _entry(self, name: str) -> str:
        """Return the text that the table of names holds for one of them, else the name."""
        call = self.decorator
        assert isinstance(call, ast.Call)
        table = _resolved(call.args[0], self.tree) if call.args else self._given("names")
        if not isinstance(table, ast.Dict):
            return name
        entries = zip(self.names, table.values, strict=True)
        return next((_text(_resolved(v, self.tree)) or name for k, v in entries if k == name), name)

    def _given(self, keyword: str) -> ast.expr | None:
        if not isinstance(self.decorator, ast.Call):
            return None
        found = (one.value for one in self.decorator.keywords if one.arg == keyword)
        node = next(found, None)
        return None if node is None else _resolved(node, self.tree)

    def _keys(self, node: ast.expr | None, what: str) -> list[str]:
        table = node and _resolved(node, self.tree)
        if isinstance(table, ast.Dict) and None not in table.keys:
            return self._texts([key for key in table.keys if key is not None], what)
        return self._texts(self._elements(table, what), what)

    def _elements(self, node: ast.expr | None, what: str) -> list[ast.expr]:
        if isinstance(node, ast.Tuple | ast.List):
            return node.elts
        raise self._unreadable(what)

    def _texts(self, nodes: list[ast.expr], what: str = "titles") -> list[str]:
        texts = [_text(_resolved(node, self.tree)) for node in nodes]
        if None in texts:
            raise self._unreadable(what)
        return [text for text in texts if text is not None]

    def _unreadable(self, what: str) -> Unreadable:
        return Unreadable(
            f"the {what} of the check {self.function.name}, line {self.function.lineno}, are "
            f"computed or imported: write them as text into the module itself"
        )


def declared(tree: ast.Module) -> list[Declared]:
    """Return the checks of a module in the order in which they stand there."""
    found = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            own = (one for one in node.decorator_list if _makes_checks(_callee(one)))
            found += [Declared(node, decorator, tree) for decorator in own]
    return found


def sentences(tree: ast.Module) -> Iterator[str]:
    """Return what a module says in plain text: titles, names of slips, and what is `wrong`.

    What has something filled in is said by `said`, and found by whoever looks for that.
    """
    for one in declared(tree):
        yield from filter(None, one.titles)
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign | ast.FunctionDef) and _is_slips(node):
            yield from _keys_within(node)
        elif isinstance(node, ast.Call):
            for keyword in node.keywords:
                if keyword.arg == "slips":
                    yield from _keys_within(keyword.value)
                elif keyword.arg in SENTENCES and (text := _text(keyword.value)):
                    yield text


def _is_slips(node: ast.AnnAssign | ast.FunctionDef) -> bool:
    annotation = node.returns if isinstance(node, ast.FunctionDef) else node.annotation
    return annotation is not None and ast.unparse(annotation).split(".")[-1] in SLIPS


def _keys_within(node: ast.AST) -> Iterator[str]:
    for table in ast.walk(node):
        if isinstance(table, ast.Dict):
            for key in table.keys:
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.value


def _callee(decorator: ast.expr) -> ast.expr:
    return decorator.func if isinstance(decorator, ast.Call) else decorator


def _ends_in_each(callee: ast.expr) -> bool:
    return isinstance(callee, ast.Attribute) and callee.attr == "each" and _is_check(callee.value)


def _makes_checks(callee: ast.expr) -> bool:
    return _is_check(callee) or _ends_in_each(callee)


def _is_check(node: ast.expr) -> bool:
    return "check" in (getattr(node, "id", ""), getattr(node, "attr", ""))


def _resolved(node: ast.expr, tree: ast.Module) -> ast.expr:
    """Return what a name was given last at the top of the module; any other node as it is."""
    if not isinstance(node, ast.Name):
        return node
    for statement in reversed(tree.body):
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        targets = [statement.target] if isinstance(statement, ast.AnnAssign) else targets
        if any(isinstance(one, ast.Name) and one.id == node.id for one in targets):
            assert isinstance(statement, ast.Assign | ast.AnnAssign)
            return statement.value or node
    return node


def _text(node: ast.expr) -> str | None:
    """Return the text of a literal, also where `said` or `as_said` has it."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("said", "as_said"):
        return _text(node.args[0]) if node.args and not node.keywords else None
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
