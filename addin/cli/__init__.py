"""The command `treso`: the same use cases as in Excel, on a closed workbook."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from addin.cli.arguments import HelpAskedError, Options, parse
from addin.cli.commands import BUG, COMMANDS, DONE, LOOK, REFUSED
from addin.cli.run import Run
from addin.console import Console
from addin.messages import TresoError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 done, 1 some data need a look, 2 refused, 3 a bug."""
    gc.disable()  # one short run over millions of small values that all stay alive: collecting only costs time
    given = list(sys.argv[1:] if arguments is None else arguments)
    console = Console(json="--json" in given, yes="--oui" in given)
    run = Run(Options(), console)
    try:
        run.options = parse(given)
        status = COMMANDS[run.options.command](run)
    except HelpAskedError as asked:
        text = str(asked)
        console.show(lambda: {"as_of": None, "help": text, "warnings": []}, lambda: text)
        status = DONE
    except TresoError as refusal:
        console.refuse(refusal)
        status = REFUSED
    except KeyboardInterrupt:
        console.refuse(TresoError("INTERRUPTED", state=run.state()))
        status = LOOK if run.has_written else REFUSED
    except Exception as bug:
        console.report_bug(bug, run.state(), with_trace="--debug" in given)
        status = BUG
    finally:
        run.close()
    return max(status, LOOK) if console.has_lost_output else status
