#!/bin/sh
# Finds a Python that can install Trésorerie and runs treso_excel.py with it.
# $1: installer, retirer or diagnostic.
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
test_python='import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] <= (3, 14) and sys.maxsize > 2**32 else 1)'
python=""

# /usr/bin/python3 is not tried: on macOS it is too old, or a stub that asks to install developer tools.
for version in 3.13 3.12 3.11 3.14; do
    for candidate in \
        "/Library/Frameworks/Python.framework/Versions/$version/bin/python3" \
        "/opt/homebrew/bin/python$version" \
        "/usr/local/bin/python$version" \
        "$(command -v "python$version" 2>/dev/null)"; do
        if [ -z "$python" ] && [ -n "$candidate" ] && [ -x "$candidate" ] && "$candidate" -I -c "$test_python" >/dev/null 2>&1; then
            python=$candidate
        fi
    done
done

if [ -z "$python" ]; then
    cat "$here/python_absent.txt"
    status=2
else
    "$python" -I "$here/treso_excel.py" "$@"
    status=$?
fi

if [ -z "$TRESO_SANS_PAUSE" ]; then
    printf '\nAppuyez sur Entrée pour fermer cette fenêtre. '
    read -r _
fi
exit "$status"
