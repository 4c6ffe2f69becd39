"""Writes the committed template `templates/tresorerie.xlsx`, or says whether it still is what the code builds.

python -m addin.build.template            write it
python -m addin.build.template --check    exit 1 when it differs
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

from addin.hosts.render import side_workbook
from addin.sheets.blank_workbook import template_sheets

TEMPLATE = Path(__file__).parents[2] / "templates" / "tresorerie.xlsx"


def template_bytes() -> bytes:
    """The template as an .xlsx package; the same bytes on each run."""
    return side_workbook(template_sheets())


def parts(package: bytes) -> dict[str, bytes]:
    """Name and content of each part: what two packages are compared by, as compression differs between zlib versions."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def main(arguments: Sequence[str] = ()) -> int:
    """Write the template, or with `--check` compare it; gives the exit status."""
    built = template_bytes()
    if "--check" in arguments:
        return 0 if TEMPLATE.is_file() and parts(TEMPLATE.read_bytes()) == parts(built) else 1
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(built)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
