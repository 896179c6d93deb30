"""Whole days of exercises, simulated with everything that goes wrong: kills, torn writes, a full
disk, a lying or unreadable one, an engine that raises, a death between EndEx and the kept score
or in the review, lost, doubled and overtaking commands, sockets that break all at once.

The hall, its rooms, the store, the witness, the notary, resuming, views, cards, pages, the bundle
and its verifier are the real ones.  Only time, the disk's failures and the network are made up,
all from one seed, so that a failure can be played again.

How to run it::

    make simulate                       10,000 seeds; SEEDS=500 for fewer, FIRST=10000 for others
    .venv/bin/python -m tests.simulation --seed 4711          one seed, with its story
    .venv/bin/python -m tests.simulation --seed 4711 --faults 0,3     with these faults alone
    .venv/bin/pytest tests/simulation                         60 seeds, and the planted faults

How to read it: a failure prints the seed and the commit, the fewest faults with which it still
fails, what does not hold, and the command that repeats it.  What does not hold is named after the
checker that found it; ``checkers.py`` says in a line each what it promises.  Whoever doubts that
it would find a mistake reads ``test_planted_faults.py``: mistakes are put into the running code
there, and each is found.

==================  ===============================================================
module              what is made up, noted or asked in it
==================  ===============================================================
``virtual_time``    the clock and the event loop; entropy from the seed
``disk``            the store's writer: a disk that dies, tears, fills up and lies
``server``          one process life after another, and the witness without a thread
``network``         requests and sockets
``clients``         those who watch and talk
``faults``          what goes wrong when
``simulate``        the course of one exercise
``leaving``         what is there at the end, in memory and on the disk
``history``         what was noted
``checkers``        what must hold
``failing``         how a failure is told
==================  ===============================================================
"""
