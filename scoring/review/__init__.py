"""The review part of a record: evaluators, contests, what was learned.  See ``desk``."""
