"""Simulated responders: they fill empty seats and give the same commands as people.

A responder sees what its seat sees, its runbooks and its organisation's policies, and nothing
else.  It does one thing at a time, after a drawn delay of played time, and errs by misreading
what it was shown.
"""

from simulator.responders.responders import Responders

__all__ = ["Responders"]
