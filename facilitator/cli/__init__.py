"""The command line: `drillroom demo | list | check | schema | play | score | replay`."""


def main() -> None:
    """Run the command that the shell was given, and leave with its exit code."""
    from facilitator.cli.app import run

    raise SystemExit(run())


__all__ = ["main"]
