"""`python -m tests.bench COMMAND`: measure, print a table, write it into BENCHMARKS.md."""

import argparse
import sys
from importlib import import_module

COMMANDS = {
    "marks": "seals and signature slots, condition by condition, and on a folder of real papers",
    "reading": "our reading, rapidocr's default and pytesseract on the same pages and core",
    "batch": "one payroll sheet, one claim and thirty: the papers are read once",
    "durability": "kill -9 at random moments during uploads, on SQLite and PostgreSQL",
    "service": "accept latency, queue overhead, one worker and two",
    "long": "a PDF of 200 pages and the worker's memory",
    "cases": "whole cases on drawn papers: fields, months, wages, decisions, false accepts",
    "refusals": "cases with one thing wrong, by what is wrong: false accepts",
}


def main(arguments: list[str]) -> None:
    """Load the command asked for, and only that."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, meaning in COMMANDS.items():
        command = commands.add_parser(name, help=meaning)
        if name in arguments[:1]:
            import_module(f"tests.bench.{name}").add_arguments(command)
    options = parser.parse_args(arguments)
    import_module(f"tests.bench.{options.command}").run(options)


if __name__ == "__main__":
    main(sys.argv[1:])
