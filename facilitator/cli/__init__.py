"""The command line: `drillroom demo | list | check | schema | play | score | replay`."""


def main() -> None:
    """Run the command that the shell was given, and leave with its exit code."""
    try:
        from facilitator.cli.app import run

        code = run()
    except KeyboardInterrupt:  # while it was still being loaded
        code = 130
    raise SystemExit(code)


__all__ = ["main"]
