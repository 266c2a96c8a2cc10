"""``python -m mimekit``: the command line."""

import sys

from mimekit.cli import main

if __name__ == "__main__":
    sys.exit(main())
