"""Ctrl-C is one line, and what was recorded until then is whole."""

import fcntl
import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

from facilitator.record_files import read_record


def test_an_interrupted_play_leaves_a_record_that_is_whole(tmp_path: Path) -> None:
    words = [
        sys.executable,
        "-c",
        "from facilitator.cli import main; main()",
        "play",
        "breach",
        "--out",
        str(tmp_path),
    ]
    playing = subprocess.Popen(
        words,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ.copy(),
        # A shell lets what it starts in the background, and so what that starts, ignore Ctrl-C.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    assert playing.stdout is not None
    # a small pipe, or on a slow day the whole play has been written before it is interrupted
    fcntl.fcntl(playing.stdout, fcntl.F_SETPIPE_SZ, 4096)
    for _ in range(8):  # the heading, and the first lines of the timeline
        assert playing.stdout.readline()

    playing.send_signal(signal.SIGINT)
    _, said = playing.communicate()

    assert playing.returncode == 130
    assert said == "Interrupted; what was recorded until then is kept.\n"
    assert len(read_record(tmp_path).events) > 3
