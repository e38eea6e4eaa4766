"""The `tanlab` command."""
