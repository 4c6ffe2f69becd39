"""Run `treso excel ...` with a plain Python, before anything is installed: the double-click scripts call this file.

The program is taken from the folder that this file stands in (a downloaded folder, a wheel), else from where the installation
noted that it is. Only Python's own library is needed.
"""

import json
import sys
from pathlib import Path


def program_folder():
    """The folder that holds the package `addin`, None when there is none."""
    here = Path(__file__).resolve()
    for folder in here.parents:
        if (folder / "addin" / "__init__.py").is_file():
            return folder
    try:
        noted = Path(json.loads((here.parents[1] / "installation.json").read_text(encoding="utf-8"))["code"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return noted if (noted / "addin" / "__init__.py").is_file() else None


def main(arguments):
    """Exit status of the command, as for `treso`."""
    folder = program_folder()
    if folder is None:
        sys.stderr.write("Le programme n'est plus l\u00e0. Relancez \u00ab installer \u00bb depuis le dossier t\u00e9l\u00e9charg\u00e9.\n")
        return 2
    sys.path.insert(0, str(folder))
    sys.dont_write_bytecode = True
    from addin.cli import main as treso

    return treso(["excel"] + (arguments or ["installer"]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
