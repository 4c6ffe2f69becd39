"""The house around the code: style, types, layers, wheel, lock and bootstrap hold on every run of the tests."""

from __future__ import annotations

import ast
import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement

from addin import __version__
from addin.resources import resource

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ON_WINDOWS_MACOS_LINUX = [
    {"sys_platform": platform, "platform_system": system, "python_version": python, "python_full_version": f"{python}.5"}
    for platform, system in (("win32", "Windows"), ("darwin", "Darwin"), ("linux", "Linux"))
    for python in ("3.11", "3.12", "3.13")
]


def run(*command: str) -> None:
    """Run a tool of this environment in the checkout; its words are the failure."""
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=900)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


def test_ruff_finds_nothing() -> None:
    run("-m", "ruff", "check", ".")


def test_ruff_would_reformat_nothing() -> None:
    run("-m", "ruff", "format", "--check", ".")


def test_mypy_strict_accepts_the_package() -> None:
    run("-m", "mypy")


def test_layers_import_only_downwards() -> None:
    run("-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())")


# ------------------------------------------------------------------------------------------------ wheel and resources


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built by its own backend from this checkout, without pip and without network."""
    folder = tmp_path_factory.mktemp("wheel")
    run("-c", f"from hatchling.build import build_wheel; build_wheel({str(folder)!r})")
    return zipfile.ZipFile(next(folder.glob("tresorerie-*.whl")))


def test_the_wheel_carries_the_template_and_the_ribbon_folder(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    assert "addin/templates/tresorerie.xlsx" in names
    assert any(name.startswith("addin/xlsm/") for name in names)
    assert wheel.read("addin/templates/tresorerie.xlsx") == (ROOT / "templates" / "tresorerie.xlsx").read_bytes()


def test_the_wheel_carries_the_whole_package_and_no_test(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    sources = {path.relative_to(ROOT).as_posix() for path in (ROOT / "addin").rglob("*.py")}
    assert sources <= names
    assert not [name for name in names if re.search(r"(^|/)(tests?|bench|shared)/|conftest|__pycache__", name)]


def test_an_installed_wheel_finds_its_template_and_gives_the_command(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path)
    asked = "from addin.resources import resource; print(resource('templates/tresorerie.xlsx'))"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONUTF8": "1"}
    found = subprocess.run(
        [sys.executable, "-P", "-c", asked], cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=True
    )
    assert Path(found.stdout.strip()) == tmp_path / "addin" / "templates" / "tresorerie.xlsx"
    entry_points = wheel.read(f"tresorerie-{__version__}.dist-info/entry_points.txt").decode()
    assert "treso = addin.cli:main" in entry_points


def test_a_checkout_finds_its_template() -> None:
    assert resource("templates/tresorerie.xlsx") == ROOT / "templates" / "tresorerie.xlsx"


def test_a_missing_resource_is_said() -> None:
    with pytest.raises(FileNotFoundError, match="reinstall"):
        resource("templates/absent.xlsx")


# ------------------------------------------------------------------------------------------------ lock


def locked() -> list[tuple[Requirement, int]]:
    """Each pinned requirement with its number of hashes."""
    entries = re.split(r"\n(?=\S)", LOCK.strip())
    return [(Requirement(entry.split("\\")[0].strip()), entry.count("--hash=sha256:")) for entry in entries]


def test_the_lock_pins_and_hashes_everything_and_names_no_address() -> None:
    assert all(hashes > 0 and str(requirement.specifier).startswith("==") for requirement, hashes in locked())
    condition = r"[a-z_]+ [<>=!]+ '[A-Za-z0-9.]+'"
    allowed = re.compile(rf"[a-z0-9._-]+==[A-Za-z0-9.]+( ; \(?{condition}\)?( (and|or) \(?{condition}\)?)*)?( \\)?")
    strange = [
        line
        for line in LOCK.splitlines()
        if not allowed.fullmatch(line) and not re.fullmatch(r" {4}--hash=sha256:[0-9a-f]{64}( \\)?", line)
    ]
    assert strange == []


@pytest.mark.parametrize("machine", ON_WINDOWS_MACOS_LINUX, ids=lambda m: f"{m['sys_platform']}-{m['python_version']}")
def test_the_lock_satisfies_the_project_on_every_system(machine: dict[str, str]) -> None:
    environment = {**default_environment(), **machine}
    pins = {
        requirement.name: next(iter(requirement.specifier)).version
        for requirement, _ in locked()
        if requirement.marker is None or requirement.marker.evaluate(environment)
    }
    project = PROJECT["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"], *PROJECT["build-system"]["requires"]]
    needs = [need for need in map(Requirement, wanted) if need.marker is None or need.marker.evaluate(environment)]
    unmet = [str(need) for need in needs if (pin := pins.get(need.name.lower())) is None or not need.specifier.contains(pin)]
    assert unmet == []


# ------------------------------------------------------------------------------------------------ bootstrap


@pytest.fixture
def launcher(tmp_path: Path) -> ModuleType:
    """`lancer.py` of a small copy of the checkout, in a folder with a space and accents."""
    folder = tmp_path / "tré soft"
    for name in ("lancer.py", "requirements.lock", "pyproject.toml", "README.md", "LICENSE"):
        folder.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    (folder / "addin").mkdir()
    (folder / "addin" / "__init__.py").write_text("", encoding="utf-8")
    specification = importlib.util.spec_from_file_location("lancer", folder / "lancer.py")
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def finished(launcher: ModuleType) -> None:
    """A finished environment, without what pip would have put in it."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(launcher.VENV)], check=True, timeout=120)
    pip = next(launcher.VENV.rglob("site-packages")) / "pip.py"
    pip.write_text("", encoding="utf-8")
    launcher.STAMP.write_text(json.dumps(launcher.wanted_stamp()), encoding="utf-8")


@pytest.fixture
def steps(launcher: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The steps that reach the network are recorded instead of done."""
    done: list[str] = []
    monkeypatch.setattr(launcher, "create_environment", lambda: (done.append("create"), launcher.VENV.mkdir())[0])
    monkeypatch.setattr(launcher, "install_lock", lambda: done.append("lock"))
    monkeypatch.setattr(launcher, "pip", lambda arguments, failure: done.append("project"))
    return done


def test_the_bootstrap_can_be_read_by_old_pythons_and_needs_only_the_standard_library() -> None:
    source = (ROOT / "lancer.py").read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 4))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr | ast.AnnAssign)]
    modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    modules |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert modules <= set(sys.stdlib_module_names)


def test_an_old_python_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 4, "final", 0))
    source = (ROOT / "lancer.py").read_text(encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        exec(compile(source, "lancer.py", "exec"), {"__name__": "lancer"})
    assert stopped.value.code == 2
    assert "demande Python 3.11 ou plus récent ; celui-ci est le 3.10" in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp850", "cp437", "utf-8", "unknown-8"])
def test_what_it_says_survives_any_console(launcher: ModuleType, encoding: str) -> None:
    text = "Préparation de l’environnement « é » → n° 1…\u00a0"
    shown = launcher.readable(text, encoding)
    shown.encode("ascii" if encoding in ("ascii", "unknown-8") else encoding)
    assert shown.startswith("Pr")
    if encoding == "utf-8":
        assert shown == text
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    launcher.say(text, stream)
    assert "Preparation de l'environnement" in stream.buffer.getvalue().decode("ascii")  # type: ignore[attr-defined]


def test_the_first_run_prepares_everything_and_the_second_nothing(launcher: ModuleType, steps: list[str]) -> None:
    launcher.prepare()
    assert steps == ["create", "lock", "project"]
    assert launcher.read_stamp() == launcher.wanted_stamp()
    shutil.rmtree(launcher.VENV)
    finished(launcher)
    steps.clear()
    launcher.prepare()
    assert steps == []


def test_changed_sources_only_install_the_project_again(launcher: ModuleType, steps: list[str]) -> None:
    finished(launcher)
    (launcher.ROOT / "addin" / "new.py").write_text("x = 1\n", encoding="utf-8")
    launcher.prepare()
    assert steps == ["project"]


@pytest.mark.parametrize("trouble", ["lock", "no stamp", "broken stamp", "other python", "moved", "broken interpreter", "a file"])
def test_an_environment_that_cannot_be_trusted_is_made_again(launcher: ModuleType, steps: list[str], trouble: str) -> None:
    finished(launcher)
    stamp = launcher.read_stamp()
    if trouble == "lock":
        launcher.LOCK.write_text("# other\n", encoding="utf-8")
    elif trouble == "no stamp":
        launcher.STAMP.unlink()
    elif trouble == "broken stamp":
        launcher.STAMP.write_text("[", encoding="utf-8")
    elif trouble in ("other python", "moved"):
        key = {"other python": "python", "moved": "place"}[trouble]
        launcher.STAMP.write_text(json.dumps({**stamp, key: "other"}), encoding="utf-8")
    elif trouble == "broken interpreter":
        launcher.PYTHON.unlink()
    else:
        shutil.rmtree(launcher.VENV)
        launcher.VENV.write_text("", encoding="utf-8")
    launcher.prepare()
    assert steps == ["create", "lock", "project"]


def test_a_python_without_venv_is_told_what_to_install(launcher: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launcher.shutil, "which", lambda name: None)
    monkeypatch.setattr(launcher.sys, "executable", str(launcher.ROOT / "absent"))
    with pytest.raises(launcher.Refusal, match="sudo apt install python3-venv"):
        launcher.create_environment()
    assert not launcher.VENV.exists()


@pytest.mark.parametrize(
    ("output", "cause"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disque est plein"),
        ("NewConnectionError: Failed to establish a new connection: [Errno 11001] getaddrinfo failed", "réseau"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "n'est pas celui attendu"),
        ("ERROR: No matching distribution found for scipy==1.18.1", "n'existe pas pour ce système"),
        ("anything else", "joignez le journal"),
    ],
)
def test_a_failed_installation_names_the_likely_cause(launcher: ModuleType, output: str, cause: str) -> None:
    assert cause in launcher.remedy(output)


def test_the_status_of_the_program_is_passed_on(launcher: ModuleType) -> None:
    assert launcher.run([sys.executable, "-c", "import sys; sys.exit(5)"]) == 5


def test_an_unknown_command_is_refused_with_the_usage(launcher: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert launcher.main(["autre"]) == 2
    assert launcher.main([]) == 2
    assert "lancer.py demo [DOSSIER]" in capsys.readouterr().err


def test_variables_that_lead_pip_or_python_astray_are_dropped(launcher: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    kept = launcher.environment()
    assert "PYTHONPATH" not in kept
    assert "PIP_TARGET" not in kept
    assert kept["PIP_USER"] == "0"


# ------------------------------------------------------------------------------------------------ documents


def test_ci_runs_the_test_command_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python3 lancer.py tests" in readme
    assert "python3 lancer.py demo" in readme
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").rstrip().endswith("\npython3 lancer.py tests")


def test_links_between_documents_lead_somewhere() -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "xlsm").glob("*.md")]
    broken = [
        f"{document.relative_to(ROOT)}: {target}"
        for document in documents
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
        if not (document.parent / target).exists()
    ]
    assert broken == []


def test_no_file_names_a_package_registry_or_a_path_of_a_machine() -> None:
    suffixes = {".py", ".md", ".toml", ".lock", ".txt", ".sh", ""}
    folders = ("addin", "docs", "tests", "xlsm", "bench", ".ci")
    files = [*ROOT.glob("*"), *(path for folder in folders for path in (ROOT / folder).rglob("*"))]
    forbidden = re.compile("py" + r"pi\.org|python" + r"hosted|/ro" + r"ot/|/wo" + r"rk/|--ind" + "ex-url")
    found = [
        str(path.relative_to(ROOT))
        for path in files
        if path.is_file() and path.suffix in suffixes and forbidden.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []
