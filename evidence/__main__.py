"""``python -m evidence verify BUNDLE``: needs a plain checkout and ``cryptography``."""

from evidence.verifier.command import run

run()
