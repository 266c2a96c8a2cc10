"""``python -m mimekit.cli``."""

import sys

from mimekit.cli import main

if __name__ == "__main__":
    sys.exit(main())
