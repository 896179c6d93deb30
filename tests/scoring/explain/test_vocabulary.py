"""Every kind of leaf is said in words: an auditor never reads the name of a kind."""

from evidence import KINDS, Command
from scoring.explain import in_words
from scoring.explain.vocabulary import ASKED, has_words
from scoring.report import Names
from tests.screens.looking import played


def test_every_kind_of_event_and_command_has_a_plain_sentence() -> None:
    assert [kind for kind, body in KINDS.items() if not has_words(body)] == []


def test_no_words_are_kept_for_a_kind_that_there_is_not() -> None:
    assert [kind for kind in ASKED if kind not in KINDS] == []


def test_no_entry_of_a_whole_exercise_is_told_as_its_kind() -> None:
    names = Names(played().plan)

    raw = {
        event.kind
        for event in played().events
        if in_words(names, event).lower() == event.kind.replace(".", " ").replace("-", " ")
        and not issubclass(type(event.body), Command)
    }

    assert raw == set()
