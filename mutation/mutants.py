"""Every way to change one thing in a module: a comparison, a sign, a number, an *and*."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_COMPARISONS: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_ARITHMETIC: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}
_CALLS: Final = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A module with one thing changed."""

    file: str
    line: int
    text: str
    """What stands in that line."""
    was: str
    became: str
    source: str

    @property
    def change(self) -> str:
        return f"{self.was}  ->  {self.became}"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.change}"


def mutants_of(root: Path, file: str) -> Iterator[Mutant]:
    """All mutants of one module, in the order of its text.

    Annotations, options of classes (frozen and the like), assertions, docstrings and what people
    read are left alone: no test is about them, or another kind of test is.
    """
    source = (root / file).read_text(encoding="utf-8")
    tree, lines = ast.parse(source), source.splitlines()
    for node in _places(tree):
        for was, became in _changes(node):
            yield Mutant(
                file=file,
                line=node.lineno,
                text=lines[node.lineno - 1].strip(),
                was=was,
                became=became,
                source=ast.unparse(tree),
            )


def unchanged(root: Path, file: str) -> Mutant:
    """A module written anew without any change: no test may notice it."""
    source = ast.unparse(ast.parse((root / file).read_text(encoding="utf-8")))
    return Mutant(file=file, line=0, text="", was="nothing", became="nothing", source=source)


def _places(tree: ast.AST) -> list[ast.expr]:
    found: list[ast.expr] = []

    def walk(node: ast.AST) -> None:
        if isinstance(node, ast.Assert | ast.JoinedStr | ast.Import | ast.ImportFrom):
            return
        if isinstance(node, ast.expr):
            found.append(node)
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "decorator_list"):
                continue
            if isinstance(node, ast.ClassDef) and name == "keywords":
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    walk(child)

    walk(tree)
    return found


def _changes(node: ast.expr) -> Iterator[tuple[str, str]]:
    """Change *node* in place, once for each way; it is put back when the next is asked for."""
    was = ast.unparse(node)
    match node:
        case ast.Compare(ops=[op, *rest]) if type(op) in _COMPARISONS:
            node.ops = [_COMPARISONS[type(op)](), *rest]
            yield was, ast.unparse(node)
            node.ops = [op, *rest]
        case ast.BinOp(op=op) if type(op) in _ARITHMETIC:
            node.op = _ARITHMETIC[type(op)]()
            yield was, ast.unparse(node)
            node.op = op
        case ast.BoolOp(op=op):
            node.op = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield was, ast.unparse(node)
            node.op = op
        case ast.UnaryOp(op=ast.Not() as op, operand=operand):
            node.op, node.operand = ast.Not(), ast.UnaryOp(op=ast.Not(), operand=operand)
            yield was, ast.unparse(operand)
            node.op, node.operand = op, operand
        case ast.Constant(value=bool() as value):
            node.value = not value
            yield was, ast.unparse(node)
            node.value = value
        case ast.Constant(value=int() as value):
            node.value = value + 1
            yield was, ast.unparse(node)
            node.value = value
        case ast.Call(func=ast.Name(id=name) as func) if name in _CALLS:
            func.id = _CALLS[name]
            yield was, ast.unparse(node)
            func.id = name
        case _:
            pass
