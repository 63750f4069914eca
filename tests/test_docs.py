"""What README and CONTRIBUTING say is so: commands, options, settings and paths exist."""

import re
import shlex
from pathlib import Path

import pytest
import typer.main

from rag.cli.app import app
from rag.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
COMMANDS = typer.main.get_command(app).commands


def blocks(text):
    """Lines of the fenced blocks and the quoted code of a text."""
    fenced = re.findall(r"^```\w*\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.S | re.M))
    return [line for block in fenced for line in block.splitlines()] + inline


def quoted(program):
    """Command lines of README and CONTRIBUTING that run `program`, without it."""
    lines = [line for text in (README, CONTRIBUTING) for line in blocks(text)]
    found = [line.split(program + " ", 1)[1] for line in lines if program + " " in line]
    return sorted(set(found))


def section(text, title):
    return text.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


def rows(text):
    """First cells of the tables of a text, without heads and rules."""
    cells = re.findall(r"^\| (.*?) \|", text, re.MULTILINE)
    return [cell for cell in cells if cell.startswith("`")]


@pytest.mark.parametrize("line", quoted("python -m rag"))
def test_a_quoted_command_and_its_options_exist(line):
    # "ingest|list" and "PATHS..." name things; they run nothing.
    name, *rest = shlex.split(line)
    command = COMMANDS[name]
    if rest and rest[0] in getattr(command, "commands", {}):
        command = command.commands[rest[0]]
    options = {option for param in command.params for option in param.opts}
    assert {word for word in rest if word.startswith("-")} <= options


@pytest.mark.parametrize("line", quoted("make"))
def test_a_quoted_make_target_exists(line):
    target = line.split()[0]
    if "=" not in target:
        assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


@pytest.mark.parametrize("module", sorted(set(re.findall(r"python -m ([\w.]+)", README))))
def test_a_quoted_module_exists(module):
    path = ROOT / module.replace(".", "/")
    assert path.with_suffix(".py").exists() or (path / "__main__.py").exists()


def test_the_readme_has_every_command():
    table = rows(section(README, "Five minutes"))
    assert sorted(cell.strip("`").split()[0] for cell in table) == sorted(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_what_it_does_and_so_does_each_of_its_options(name):
    command = COMMANDS[name]
    assert command.help
    assert [param.name for param in command.params if not param.help] == []


def test_the_readme_has_every_setting_with_its_default():
    table = re.findall(r"^\| `(\w+)` \| (.*?) \|", section(README, "Settings"), re.MULTILINE)
    assert [name for name, _ in table] == list(Settings.model_fields)
    for name, told in table:
        field = Settings.model_fields[name]
        if told.startswith("`"):
            default = field.default
            shown = f"{default:g}" if isinstance(default, float) else str(default)
            assert told.strip("`") == (shown.lower() if isinstance(default, bool) else shown), name
        else:
            assert field.is_required() or field.default in ("", None), name


MAPPED = [path for cell in rows(section(README, "Map")) for path in re.findall(r"`([^`]+)`", cell)]


@pytest.mark.parametrize("path", MAPPED)
def test_the_map_names_what_exists(path):
    assert (ROOT / path).exists()


def test_the_map_names_every_module_and_package_of_rag():
    modules = {path.name for path in ROOT.glob("rag/*.py")} - {"__init__.py", "__main__.py"}
    assert {f"rag/{name}" for name in modules} <= set(MAPPED)
    packages = {path.parent.relative_to(ROOT).as_posix() for path in ROOT.glob("rag/*/__init__.py")}
    assert packages | {"models", "index", "tests", "benchmarks"} <= {
        path.strip("/") for path in MAPPED
    }


@pytest.mark.parametrize(
    "path",
    sorted(set(re.findall(r"`((?:tests|rag|models|index|benchmarks)/[\w./]+)`", CONTRIBUTING))),
)
def test_contributing_names_files_that_exist(path):
    assert (ROOT / path).exists()


@pytest.mark.parametrize(
    ("path", "name"), sorted(set(re.findall(r"`(tests/[\w./]+)::(\w+)`", CONTRIBUTING)))
)
def test_contributing_names_tests_that_exist(path, name):
    assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("link", re.findall(r"!?\[[^\]]*\]\(([^)#:]+)\)", README + CONTRIBUTING))
def test_a_link_to_a_file_leads_somewhere(link):
    assert (ROOT / link).exists()
