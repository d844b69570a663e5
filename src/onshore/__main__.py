"""`python -m onshore`: the command line."""

import sys

from onshore.cli import main

if __name__ == "__main__":
    sys.exit(main())
