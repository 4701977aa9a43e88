"""`python -m xl_cfc`: the command line where no program `xl-cfc` is on the path."""

import sys

from xl_cfc.cli import main

if __name__ == "__main__":
    sys.exit(main())
