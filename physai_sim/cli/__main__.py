"""`python -m physai_sim.cli`: the command `physai`, where its script is not on the path."""

from physai_sim.cli.main import main

main()
