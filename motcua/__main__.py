"""``python -m motcua`` is the command line: how ``motcua up`` starts its children, whatever stands on PATH."""

from motcua.cli import main

main(prog_name="motcua")
