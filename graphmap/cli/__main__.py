"""`python -m graphmap.cli` is `graphmap`."""

from graphmap.cli import main

main()
