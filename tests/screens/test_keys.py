"""The shortcuts: what is listed is bound."""

from collections import Counter
from pathlib import Path

import pytest

from facilitator.screens import PAGES
from facilitator.screens.keys import SHORTCUTS, Shortcut

TEMPLATES = Path("facilitator/web/templates")
BY_THE_SCRIPT = ("help", "close", "send")
"""Without a control of their own: a box is opened and closed, a form is sent from its field."""


@pytest.mark.parametrize("shortcut", SHORTCUTS, ids=lambda shortcut: shortcut.says)
def test_every_shortcut_on_the_list_does_something(shortcut: Shortcut) -> None:
    templates = "".join(file.read_text() for file in TEMPLATES.glob("*.html"))

    if shortcut.go:
        assert shortcut.go in PAGES
    elif shortcut.press and shortcut.press not in BY_THE_SCRIPT:
        named = (
            f'data-key="{shortcut.press}"',
            f"press='{shortcut.press}'",
            f"'{shortcut.press}')",
        )
        acts = Path("facilitator/screens/comms.py").read_text()
        assert any(name in templates for name in named) or f'key="{shortcut.press}"' in acts


def test_no_key_means_two_things_on_one_page() -> None:
    for page in PAGES:
        keys = Counter(s.key for s in SHORTCUTS if s.where in ("all", page))

        assert keys.most_common(1)[0][1] == 1, page
