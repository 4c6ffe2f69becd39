# -*- coding: utf-8 -*-
"""Run Trésorerie from a fresh checkout, with nothing but Python: the demo, or the tests.

    python lancer.py demo [DOSSIER]
    python lancer.py tests [pytest arguments]

Standard library only, the same on Windows, macOS and Linux. It makes the private environment `.venv` beside this file,
installs exactly what `requirements.lock` pins (every file checked against its hash), then the project itself. The next
run starts at once; `.venv` is rebuilt when the lock, the Python or the place has changed, or when its making was cut short.

This file has no annotations and no f-strings on purpose: any Python since 2.7 must be able to read it, so that an old
one is told what to do instead of showing a syntax error. Everything that it says is French.
"""

from __future__ import print_function, unicode_literals

import sys
import unicodedata

OLDEST = (3, 11)
USAGE = """Usage :
  python lancer.py demo [DOSSIER]          écrit le classeur d'exemple et son rapport hebdomadaire
  python lancer.py tests [options pytest]  vérifie le programme"""


def say(text, stream=None):
    """Print a sentence on a console of any encoding; a letter that it lacks loses its accent."""
    stream = stream or sys.stderr
    encoding = getattr(stream, "encoding", None) or "ascii"
    stream.write(readable(text, encoding) + "\n")
    stream.flush()


def readable(text, encoding):
    """The text with only the characters that an encoding has: « é » becomes e, quotes and dashes their plain form."""
    plain = {"«": '"', "»": '"', "’": "'", "…": "...", "—": "-", "–": "-", "→": "->", "\u00a0": " ", "\u202f": " ", "œ": "oe", "°": "o"}
    out = []
    for letter in text:
        try:
            letter.encode(encoding)
        except (UnicodeError, LookupError):
            letter = plain.get(letter) or unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode("ascii") or "?"
        out.append(letter)
    return "".join(out)


if sys.version_info < OLDEST:
    say(
        "Trésorerie demande Python 3.11 ou plus récent ; celui-ci est le {0}.{1}.\n"
        "Remède : installez un Python récent (site python.org, Microsoft Store, ou le gestionnaire de paquets du système),\n"
        "puis relancez la commande avec lui, par exemple « python3.12 lancer.py demo ».".format(*sys.version_info[:2])
    )
    sys.exit(2)

import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "tresorerie.json"
LOG = VENV / "installation.log"
SOURCES = ("addin", "templates", "xlsm", "pyproject.toml", "README.md", "LICENSE")
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


class Refusal(Exception):
    """The environment cannot be made; the text says why and what to do."""


def main(arguments):
    """Exit status of a command line: that of the program run, 2 for a refusal, 130 when interrupted."""
    if not arguments or arguments[0] not in ("demo", "tests"):
        wants_help = bool(arguments) and arguments[0] in ("-h", "--help", "aide")
        say(USAGE, sys.stdout if wants_help else sys.stderr)
        return 0 if wants_help else 2
    command, rest = arguments[0], arguments[1:]
    try:
        prepare()
        if command == "demo":  # -P: the installed copy runs, never a folder « addin » of the current directory
            return run([PYTHON, "-P", "-m", "addin.cli", "demo"] + rest)
        return run([PYTHON, "-m", "pytest", "-n", "auto"] + rest, cwd=ROOT)
    except Refusal as refusal:
        say("{0}".format(refusal))
        return 2
    except KeyboardInterrupt:
        say("Interrompu. Relancez la même commande pour reprendre.")
        return 130


def prepare():
    """Make `.venv` usable for this checkout, doing only what is missing."""
    wanted, found = wanted_stamp(), read_stamp()
    same_environment = all(found.get(part) == wanted[part] for part in ("python", "place", "lock")) and starts(PYTHON)
    if same_environment and found == wanted:
        return
    if not same_environment:
        say("Préparation de l'environnement (une seule fois, quelques minutes)…")
        remove_environment()
        create_environment()
        install_lock()
    say("Installation de Trésorerie…")
    STAMP.unlink(missing_ok=True)
    pip(
        ["install", "--no-index", "--no-deps", "--no-build-isolation", "--force-reinstall", "."],
        "Le projet lui-même n'a pas pu être installé.",
    )
    STAMP.write_text(json.dumps(wanted, indent=1), encoding="utf-8")
    say("Prêt.")


def wanted_stamp():
    """What a finished environment of this checkout would be stamped with."""
    return {
        "python": "{0} {1}.{2} {3} {4}".format(
            sys.implementation.name, sys.version_info[0], sys.version_info[1], sys.platform, platform.machine()
        ),
        "place": str(ROOT),
        "lock": digest([LOCK]),
        "sources": digest(source_files()),
    }


def read_stamp():
    """The stamp of the last finished installation; empty when there is none or it cannot be read."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def source_files():
    """Files that the installed copy is made of, in a stable order."""
    found = []
    for name in SOURCES:
        path = ROOT / name
        found += [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
    return [file for file in found if "__pycache__" not in file.parts]


def digest(files):
    """SHA-256 over names and contents."""
    total = hashlib.sha256()
    for file in files:
        total.update(file.relative_to(ROOT).as_posix().encode("utf-8", "surrogateescape") + b"\0")
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def starts(python):
    """True when that interpreter runs and has pip; a half-made or moved environment does not."""
    try:
        return subprocess.run([str(python), "-c", "import pip"], env=environment(), capture_output=True, timeout=120).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def remove_environment():
    """Delete `.venv`, whatever state it is in."""
    try:
        if VENV.is_symlink() or VENV.is_file():
            VENV.unlink()
        elif VENV.exists():
            shutil.rmtree(VENV)
    except OSError as error:
        raise Refusal(
            "L'ancien environnement « {0} » ne peut pas être supprimé : {1}.\n"
            "Remède : fermez les programmes qui s'en servent (Excel, éditeur, terminal), supprimez ce dossier, puis relancez.".format(
                VENV, error.strerror
            )
        )


def create_environment():
    """Make an empty `.venv` with pip, by the first means that this machine has."""
    inside = Path(sys.prefix) == VENV  # started by the very environment that was just removed
    python = getattr(sys, "_base_executable", sys.executable) if inside else sys.executable
    tried = []
    for command in (
        [python, "-m", "venv", str(VENV)],
        [python, "-m", "virtualenv", "--python", python, str(VENV)],
        [shutil.which("virtualenv"), "--python", python, str(VENV)],
        [shutil.which("uv"), "venv", "--seed", "--python", python, str(VENV)],
    ):
        if command[0] is None:
            continue
        remove_environment()
        try:
            done = subprocess.run(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=600)
        except (OSError, subprocess.SubprocessError) as error:
            tried.append("{0}".format(error))
            continue
        if done.returncode == 0 and starts(PYTHON):
            return
        tried.append(done.stdout.decode("utf-8", "replace").strip())
    remove_environment()
    raise Refusal(
        "L'environnement Python ne peut pas être créé dans « {0} ».\n"
        "Cause : ce Python n'a pas le module venv complet (ensurepip), ou le dossier ne peut pas être écrit.\n"
        "Remède : Debian ou Ubuntu : « sudo apt install python3-venv » ; Windows ou macOS : réinstallez Python depuis python.org ;\n"
        "dossier protégé : copiez le programme dans un dossier à vous. Puis relancez la commande.\nDétail : {1}".format(
            VENV, " / ".join(tried)[-1500:]
        )
    )


def install_lock():
    """Install what the lock pins, nothing else, each file checked against its hash."""
    total = len(re.findall(r"^[A-Za-z0-9]", LOCK.read_text(encoding="utf-8"), re.MULTILINE))
    pip(
        ["install", "--require-hashes", "--only-binary", ":all:", "-r", LOCK.name],
        "Les bibliothèques n'ont pas pu être installées.",
        total=total,
    )


def pip(arguments, failure, total=0):
    """Run the environment's pip, counting the packages aloud; its whole output goes to the log.

    Raises Refusal with the likely cause and remedy.
    """
    lines, count = [], 0
    command = [str(PYTHON), "-m", "pip", "--no-input", "--disable-pip-version-check"] + arguments + ["--progress-bar", "off"]
    process = subprocess.Popen(
        command, cwd=str(ROOT), env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        for raw in process.stdout:
            line = raw.decode("utf-8", "replace").rstrip()
            lines.append(line)
            package = re.match(r"Collecting ([A-Za-z0-9._-]+)", line)
            if package and total:
                count += 1
                if count % 10 == 1 or sys.stderr.isatty():
                    say("  {0}/{1} {2}".format(min(count, total), total, package.group(1).split("==")[0]))
            elif total and line.startswith("Installing collected packages"):
                say("  mise en place…")
    finally:
        status = stop(process)
        LOG.write_text("\n".join(lines), encoding="utf-8")
    if status:
        raise Refusal(
            "{0}\n{1}\nDétail (journal complet : {2}) :\n{3}".format(failure, remedy("\n".join(lines)), LOG, "\n".join(lines[-8:]))
        )


def remedy(output):
    """Likely cause and what to do, from pip's own words."""
    known = (
        ("No space left|ENOSPC|WinError 112", "Cause : le disque est plein. Remède : libérez environ 1 Go, puis relancez."),
        (
            "DO NOT MATCH THE HASHES",
            "Cause : un fichier reçu n'est pas celui attendu. Remède : relancez plus tard, ou depuis un autre réseau.",
        ),
        (
            "Connection|Temporary failure|ProxyError|SSLError|Name or service|timed out|getaddrinfo",
            "Cause : le réseau ou le proxy. Remède : vérifiez la connexion (et « pip config » derrière un proxy), puis relancez.",
        ),
        (
            "No matching distribution",
            "Cause : une bibliothèque n'existe pas pour ce système ou ce Python, ou le réseau est absent.\n"
            "Remède : utilisez Python 3.11, 3.12 ou 3.13 (64 bits), puis relancez.",
        ),
        (
            "Permission denied|WinError 5|WinError 32",
            "Cause : droits insuffisants. Remède : travaillez dans un dossier à vous, puis relancez.",
        ),
    )
    for pattern, sentence in known:
        if re.search(pattern, output):
            return sentence
    return "Remède : relancez la commande ; si l'échec persiste, joignez le journal à votre signalement."


def environment():
    """The variables for child processes, without those that would send pip or Python elsewhere."""
    unwanted = ("PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV", "__PYVENV_LAUNCHER__")
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    kept["PIP_USER"] = "0"
    return kept


def run(command, cwd=None):
    """Run a program in the foreground and give its exit status; Ctrl+C is left to it, then it is stopped."""
    process = subprocess.Popen([str(part) for part in command], cwd=cwd and str(cwd), env=environment())
    try:
        status = process.wait()
    finally:
        stop(process)
    return status if status >= 0 else 128 - status


def stop(process):
    """Exit status of a child that has ended, or that has ten seconds to end by itself before it is made to."""
    try:
        return process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
