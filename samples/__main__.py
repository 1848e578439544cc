"""`python -m samples [--out DIR] [NAME…]`: draw the sample cases of manifest.toml."""

import argparse
import sys
import time
from pathlib import Path

from samples.manifest import draw, load


def main() -> int:
    """Draw the cases asked for, all by default; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m samples", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("samples/out"), help="folder to draw into")
    parser.add_argument("names", nargs="*", help="cases to draw; none for all")
    options = parser.parse_args()
    cases = load().cases
    unknown = sorted(set(options.names) - set(cases))
    if unknown:
        parser.error(f"no such case: {', '.join(unknown)}; there are {', '.join(cases)}")
    wanted = {name: cases[name] for name in (options.names or cases)}
    start = time.monotonic()
    for number, (name, case) in enumerate(wanted.items(), 1):
        begun = time.monotonic()
        folder = options.out / name
        drawn = draw(name, case, folder)
        seconds = time.monotonic() - begun
        line = f"{number:3}/{len(wanted)}  {name:<28} {case.title}  "
        line += f"{len(drawn.pages)} pages, {len(drawn.files)} files, {seconds:.1f} s\n"
        sys.stdout.write(line)
        sys.stdout.flush()
    sys.stdout.write(f"{len(wanted)} cases in {options.out}, {time.monotonic() - start:.0f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
