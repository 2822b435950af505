"""The house rules, proved on the syntax trees: who imports whom, and who touches the world."""

import ast
import functools
import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("knowledge", "rules", "bot")
LONGEST = 300

# Imports go from a line to the same line or one below, never up.
LAYERS = (
    ("bot.cli", "bot.commands", "bot.serving", "bot.terminal"),
    ("bot.app",),
    ("bot.slack", "bot.web"),
    ("bot.grouping",),
    ("bot.recalling",),
    ("bot.conversation", "bot.contract", "bot.exporting"),
    ("bot.deciding", "bot.polling"),
    ("bot.ballots",),
    ("bot.hearing",),
    ("bot.walking", "bot.renewing", "bot.followups", "bot.labels"),
    ("bot.advisor",),
    ("bot.upkeep",),
    ("bot.facts", "bot.arguing"),
    ("bot.store",),
    ("bot.plain", "bot.console"),
    ("bot.wording",),
    ("bot.walk_wording", "bot.renew_wording"),
    ("bot.argument_wording",),
    ("bot.poll_wording",),
    ("bot.argument_words",),
    ("bot.parts",),
    ("bot.picturing", "bot.drawing", "bot.sheet"),
    ("bot.logs",),
    ("bot.masking",),
    ("bot.standing", "bot.tracebacks"),
    ("bot.replies", "bot.running", "bot.settings", "bot.remembering"),
    ("bot.metrics", "bot.tracing", "bot.addresses"),
    ("bot.poll_replies",),
    ("bot.walk_replies", "bot.actions"),
    ("rules",),
    ("knowledge",),
)

# Of one layer, but none of the other's business.
STRANGERS = {("bot.slack", "bot.web"), ("bot.web", "bot.slack")}

# What another distribution pins to one version of itself, so that declaring it twice says no more.
PART_OF = {"pydantic-core": "pydantic"}

WORLD = {
    *("aiohttp", "asyncio", "click", "http", "jinja2", "logging", "multiprocessing", "os"),
    "psycopg",
    *("requests", "sanic", "secrets", "selectors", "shutil", "signal", "slack_bolt", "slack_sdk"),
    *("socket", "sqlite3", "sqlite_utils", "ssl", "subprocess", "sys", "tempfile", "threading"),
    *("time", "urllib", "websockets"),
}
"""What knowledge and rules do without: they read files by pathlib, and nothing else."""


def modules() -> dict[str, Path]:
    """The modules of the product by their dotted name."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
    }


MODULES = modules()
every_module = pytest.mark.parametrize("module", MODULES)


@functools.cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def imports(module: str) -> Iterator[str]:
    """The dotted names that a module imports, wherever in it; submodules by their own name."""
    package = module if MODULES[module].name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            outer = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join(
                [*(outer if node.level else []), *([node.module] if node.module else [])]
            )
            inner = [f"{base}.{alias.name}" for alias in node.names]
            submodules = [name for name in inner if name in MODULES]
            yield from submodules
            if len(submodules) < len(inner):
                yield base


def place(module: str) -> tuple[int, str] | None:
    """The layer of a module, counted from the top, and the name by which it stands there."""
    for level, names in enumerate(LAYERS):
        for name in names:
            if module == name or module.startswith(f"{name}."):
                return level, name
    return None


def test_the_modules_are_found() -> None:
    assert {"knowledge.matching", "rules.engine", "bot.conversation", "bot.store"} <= set(MODULES)


@every_module
def test_every_module_has_its_layer(module: str) -> None:
    assert module in ("bot", "knowledge", "rules") or place(module), (
        f"{module}: give it a line in LAYERS, above what it imports"
    )


@every_module
def test_imports_run_one_way(module: str) -> None:
    here = place(module)
    for imported in imports(module):
        there = place(imported)
        if here is None or there is None:
            continue
        (level, name), (deeper, other) = here, there
        assert level <= deeper, f"{module} imports {imported}, which stands above it"
        assert (name, other) not in STRANGERS, f"{module} imports {imported}, its neighbour"


@pytest.mark.parametrize("module", [m for m in MODULES if not m.startswith("bot")])
def test_knowledge_and_rules_touch_the_world_only_by_loading(module: str) -> None:
    roots = {name.partition(".")[0] for name in imports(module)}
    assert not roots & WORLD, f"{module} imports {sorted(roots & WORLD)}"
    assert not roots & {"bot"}, f"{module} imports bot"
    called = {
        node.func.id
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & {"open", "print", "input", "eval", "exec"}, f"{module} calls {called}"


@every_module
def test_the_environment_is_read_in_one_place(module: str) -> None:
    if module == "bot.settings":
        return
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            assert not (
                node.value.id == "os" and node.attr in ("environ", "environb", "getenv", "putenv")
            ), f"{module}:{node.lineno}: read it in bot/settings.py and hand it on"
        if isinstance(node, ast.ImportFrom) and node.module == "os":
            names = {alias.name for alias in node.names}
            assert not names & {"environ", "getenv"}, f"{module}:{node.lineno}"
    assert "pydantic_settings" not in set(imports(module)), f"{module}: settings live in one place"


@every_module
def test_every_module_says_what_it_is_for(module: str) -> None:
    assert ast.get_docstring(tree(module)), f"{MODULES[module]}: begin it with a docstring"


@every_module
def test_no_module_is_too_long(module: str) -> None:
    length = len(MODULES[module].read_text(encoding="utf-8").splitlines())
    assert length <= LONGEST, f"{module} has {length} lines: split it by purpose"


@every_module
def test_every_public_name_has_a_docstring(module: str) -> None:
    for node in tree(module).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.name.startswith("_") or ast.get_docstring(node), f"{module}.{node.name}"


def test_nothing_is_called_utils() -> None:
    vague = re.compile(r"^(utils?|helpers?|misc|common)$")
    assert not [m for m in MODULES if vague.match(m.rpartition(".")[2])]


def test_what_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {_normal(re.split(r"[\[<>=~!; ]", line)[0]) for line in project["dependencies"]}
    distributions = importlib.metadata.packages_distributions()
    undeclared: dict[str, str] = {}
    for module in MODULES:
        for name in imports(module):
            root = name.partition(".")[0]
            if root in sys.stdlib_module_names or root in PACKAGES:
                continue
            names = {_normal(found) for found in distributions.get(root, [])}
            brought_by = {PART_OF.get(found, found) for found in names}
            if not brought_by & declared:
                undeclared[root] = module
    assert not undeclared, f"pyproject.toml: declare what brings {undeclared}"


def test_what_is_declared_is_used() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {_normal(re.split(r"[\[<>=~!; ]", line)[0]) for line in project["dependencies"]}
    distributions = importlib.metadata.packages_distributions()
    used = {
        _normal(found)
        for module in MODULES
        for name in imports(module)
        for found in distributions.get(name.partition(".")[0], [])
    }
    # Bolt's AsyncApp and Socket Mode import it by themselves.
    assert declared - used <= {"aiohttp"}, f"pyproject.toml: nothing uses {declared - used}"


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
