#!/bin/sh
# Prints the first Python >= 3.11 on the PATH, or says what is needed.
for name in python3.14 python3.13 python3.12 python3.11 python3 python; do
    if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        command -v "$name"
        exit 0
    fi
done
echo "xl_cfc needs Python 3.11 or newer: none was found on the PATH" >&2
exit 1
