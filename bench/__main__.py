"""Run one measurement or all: `make bench ARGS=planning`."""

import importlib
import sys
from pathlib import Path

NAMES = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))


def main(names: list[str]) -> int:
    """Run the named measurements; all of them when none is named."""
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        print(f"There is no {unknown[0]}; there are: {', '.join(NAMES)}")
        return 2
    for name in names or NAMES:
        print(f"── {name}")
        importlib.import_module(f"bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
