#!/bin/sh
# Double-click on macOS: « installer » Trésorerie for this user's Excel. Docs: docs/installation.md
exec /bin/sh "$(dirname -- "$0")/installation/trouver_python.sh" installer "$@"
