"""Files and functions stay small enough to read at a glance."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(p for top in ("physai_sim", "policies") for p in (ROOT / top).rglob("*.py"))
FILE_LINES, FUNCTION_LINES, PARAMETERS, METHODS = 400, 60, 9, 20
AIM_FILE_LINES, AIM_SHARE = 200, 0.95
# Programs are written to the documented signatures of these packages, however long those are.
SIGNATURES_OF_OTHERS = ROOT / "physai_sim" / "rosless" / "packages"
# A kernel is given its pointers and sizes one by one.
KERNELS = ROOT / "policies" / "planning" / "hybrid" / "kernels"


def _functions(tree):
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_and_its_functions_are_within_the_limits(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= FILE_LINES
    for function in _functions(ast.parse(text)):
        length = function.end_lineno - function.lineno + 1
        assert length <= FUNCTION_LINES, f"{function.name}: {length} lines"
        count = len(function.args.args) + len(function.args.kwonlyargs)
        given = {SIGNATURES_OF_OTHERS, KERNELS} & set(path.parents)
        assert given or count <= PARAMETERS, f"{function.name}: {count} parameters"


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_class_has_few_public_methods(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            public = [f for f in node.body if isinstance(f, ast.FunctionDef) and f.name[0] != "_"]
            assert len(public) <= METHODS, node.name


def test_nearly_all_files_are_of_the_size_that_is_aimed_at():
    short = [len(p.read_text(encoding="utf-8").splitlines()) <= AIM_FILE_LINES for p in SOURCES]
    assert sum(short) / len(short) >= AIM_SHARE


def test_world_files_can_be_read_alone():
    for path in (ROOT / "worlds").glob("*.yaml"):
        assert len(path.read_text(encoding="utf-8").splitlines()) < 150, path.name
