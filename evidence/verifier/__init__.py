"""The offline verifier: is this bundle what was written, and who says so?

It imports the standard library and ``cryptography``, and nothing of ours but the modules that
carry the same promise.  It never runs the engine and never unpacks anything to a disk.
"""

from evidence.verifier.findings import CHECKS, Failure, Report
from evidence.verifier.heads import Kept
from evidence.verifier.verify import Asked, verify, verify_file

__all__ = ["CHECKS", "Asked", "Failure", "Kept", "Report", "verify", "verify_file"]
