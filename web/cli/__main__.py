"""`python -m web.cli`, the same as `tanlab`."""

from web.cli import main

main()
