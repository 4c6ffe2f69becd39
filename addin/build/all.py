"""Writes every committed file that is generated from the code, or says which ones are not what the code builds.

python -m addin.build.all            write them
python -m addin.build.all --check    exit 1 and name those that differ
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from addin.build.calc_extension import calc_files
from addin.build.checkout import CHECKOUT, GENERATED, SOURCES
from addin.build.error_pages import PAGE as ERROR_PAGE
from addin.build.error_pages import error_page, read_examples
from addin.build.excel_files import addin_base, read_parts, with_macros
from addin.build.function_pages import function_page
from addin.build.installation_lock import installation_files
from addin.build.ribbon import NAMESPACES, check_ribbon, ribbon_xml
from addin.build.template import TEMPLATE, template_bytes
from addin.build.vba_modules import generated_modules, handwritten, project_modules
from addin.registry import BUTTONS, FUNCTIONS, Button, Function

FUNCTION_PAGE = CHECKOUT / "docs" / "fonctions.md"
ADDIN, STANDALONE = SOURCES / "tresorerie.xlam", SOURCES / "tresorerie.xlsm"
_PACKAGES = (".xlam", ".xlsm", ".xlsx", ".oxt")


def declarations() -> tuple[list[Function], list[Button]]:
    """All functions and buttons; their modules are imported."""
    import addin.macros
    import addin.udfs  # noqa: F401

    return list(FUNCTIONS.values()), list(BUTTONS.values())


def excel_files() -> dict[Path, bytes]:
    """The VBA modules and ribbons as text, and the two Excel files made of them."""
    functions, buttons = declarations()
    generated = generated_modules(functions, buttons)
    ribbons = {name: ribbon_xml(buttons, namespace) for name, namespace in NAMESPACES.items()}
    modules = project_modules(generated)
    for ribbon in ribbons.values():
        check_ribbon(ribbon, {module.name: module.source for module in modules})
    workbook_code = handwritten("ThisWorkbook")
    return {
        **{GENERATED / f"{name}.bas": source.encode("ascii") for name, source in generated.items()},
        **{GENERATED / name: ribbon for name, ribbon in ribbons.items()},
        ADDIN: with_macros(addin_base(), "xlam", modules, workbook_code, ribbons),
        STANDALONE: with_macros(template_bytes(), "xlsm", modules, workbook_code, ribbons),
    }


def documents() -> dict[Path, bytes]:
    """The template and the generated pages."""
    return {
        TEMPLATE: template_bytes(),
        FUNCTION_PAGE: function_page(declarations()[0]).encode(),
        ERROR_PAGE: error_page(read_examples()).encode(),
    }


def calc_extension() -> dict[Path, bytes]:
    """LibreOffice's extension and its generated parts."""
    return calc_files(*declarations())


BUILDS: list[Callable[[], Mapping[Path, bytes]]] = [documents, excel_files, calc_extension, installation_files]
"""Each gives path → content."""


def stale(built: Mapping[Path, bytes]) -> list[Path]:
    """Committed files that are missing or differ; packages are compared part by part, as zlib versions compress differently.

    A file in `xlsm/generated/` that nothing builds any more is stale too.
    """
    different = [path for path, content in built.items() if not path.is_file() or not _same(path, content)]
    if any(path.parent == GENERATED for path in built) and GENERATED.is_dir():
        different += sorted(set(GENERATED.iterdir()) - set(built))
    return different


def _same(path: Path, content: bytes) -> bool:
    committed = path.read_bytes()
    if path.suffix in _PACKAGES:
        return committed == content or read_parts(committed) == read_parts(content)
    return committed.replace(b"\r\n", b"\n") == content


def main(arguments: Sequence[str] = ()) -> int:
    """Write all generated files, or with `--check` name those that differ; gives the exit status."""
    built = {path: content for build in BUILDS for path, content in build().items()}
    different = stale(built)
    for path in different:
        print(path.relative_to(CHECKOUT).as_posix())
    if "--check" in arguments:
        return 1 if different else 0
    for path in different:
        if path in built:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(built[path])
        else:
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
