"""`python -m addin.cli`, the same as the command `treso`."""

import sys

from addin.cli import main

sys.exit(main())
