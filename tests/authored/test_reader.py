"""What is read stays what was written; what is refused is refused with its line and remedy."""

import pytest

from runbooks.authored import AuthorError, read_yaml


def problems_in(text: str | bytes) -> list[str]:
    """What the reader says about a file, one line each; nothing if it can be read."""
    data = text.encode() if isinstance(text, str) else text
    try:
        read_yaml(data, name="f.yaml")
    except AuthorError as error:
        return [str(problem) for problem in error.problems]
    return []


@pytest.mark.parametrize(
    "written", ["NO", "yes", "1.10", "12:30", "0x1F", "0o17", "1_000", "2026-11-20", "1e3", ".inf"]
)
def test_a_plain_value_stays_what_the_author_wrote(written: str) -> None:
    authored = read_yaml(f"a: {written}\nb: [{written}]\n{written}: c\n".encode(), name="f.yaml")

    assert authored.tree == {"a": written, "b": [written], written: "c"}


def test_quoted_nothing_is_text() -> None:
    authored = read_yaml(b"""{a: "", b: 'null', c: "~"}""", name="f.yaml")

    assert authored.tree == {"a": "", "b": "null", "c": "~"}


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    authored = read_yaml(b"\xef\xbb\xbfa: 1\r\nb:\r\n  - 2\r\n", name="f.yaml")

    assert authored.tree == {"a": "1", "b": ["2"]}
    assert authored.line(("b", 0)) == 3


def test_a_version_1_2_directive_is_allowed() -> None:
    assert problems_in("# a page\n%YAML 1.2 # strict\n---\na: 1\n") == []


def test_lines_are_those_of_keys_and_items() -> None:
    text = (
        "# head\na: 1\nb:\n  - c: >\n      long\n      text\n    d: {e: 1,\n        f: 2}\n  - x\n"
    )

    authored = read_yaml(text.encode(), name="f.yaml")

    lines = {path: authored.line(path) for path in authored.lines}
    assert lines == {
        ("a",): 2,
        ("b",): 3,
        ("b", 0): 4,
        ("b", 0, "c"): 4,
        ("b", 0, "d"): 7,
        ("b", 0, "d", "e"): 7,
        ("b", 0, "d", "f"): 8,
        ("b", 1): 9,
    }


def test_the_line_of_what_is_absent_is_that_of_its_nearest_parent() -> None:
    authored = read_yaml(b"a: 1\nb:\n  c: {d: 1}\n", name="f.yaml")

    assert authored.line(("b", "c", "nothing", 3)) == 3
    assert authored.line(("nothing",)) == 1
    assert authored.line(()) == 1


QUOTE = "put the value in quotes if it is text, else remove the mark"

REFUSED = {
    "empty": ("", "1: the file is empty; begin with `key: value` lines"),
    "only a comment": ("# later\n", "1: the file is empty; begin with `key: value` lines"),
    "a list": ("\n- a\n", "2: the file is a list; begin with `key: value` lines"),
    "text": ("hello\n", "1: the file is text; begin with `key: value` lines"),
    "not UTF-8": (b"a: 1\nb: \xff\n", "2: the file is not UTF-8; save it as UTF-8"),
    "a NUL": ("a: 1\nb: \0\n", "2: the line holds an invisible character (U+0000); delete it"),
    "a tab": ("a: 1\nb:\tx\n", "2: the line holds a tab; use spaces"),
    "a tab that indents": ("a:\n\tb: 1\n", "2: the line holds a tab; use spaces"),
    "a duplicate key": (
        "a: 1\nb: 2\na: {x: [1]}\n",
        "3: `a` is written twice; keep this one or the one on line 1",
    ),
    "an anchor": ("a: &x b\n", f"1: `&x` is a YAML anchor, which is not used here; {QUOTE}"),
    "an alias": ("a: *x\n", f"1: `*x` is a YAML alias, which is not used here; {QUOTE}"),
    "a tag": ("a: !x b\n", f"1: `!x` is a YAML tag, which is not used here; {QUOTE}"),
    "a known tag": ("a: !!int 1\n", f"1: `!!int` is a YAML tag, which is not used here; {QUOTE}"),
    "a merge key": ("<<: {a: 1}\n", "1: `<<` is a YAML merge key; write the keys out"),
    "another version": (
        "%YAML 1.1\n---\na: 1\n",
        "1: `%YAML 1.1` is a directive that is not used here; remove the line",
    ),
    "a tag directive": (
        "%TAG ! x\n---\na: 1\n",
        "1: `%TAG ! x` is a directive that is not used here; remove the line",
    ),
    "two documents": (
        "a: 1\n---\nb: 1\n",
        "2: a second document begins here; keep one in a file",
    ),
    "a key that is a list": (
        "? [a]\n: 1\n",
        "1: this key is not plain text; write `key: value`",
    ),
    "a key that is nothing": ("a: 1\n: 2\n", "2: a key is missing here; write `key: value`"),
    "no value": ("a:\nb: 1\n", "1: `a` has no value; write one, or remove it"),
    "null": ("a: null\n", "1: `a` has no value; remove it, or put it in quotes"),
    "a tilde": ("a: ~\n", "1: `a` has no value; remove it, or put it in quotes"),
    "an item without value": (
        "to:\n  - x\n  -\n",
        "3: item 2 of `to` has no value; write one, or remove it",
    ),
    "a bare placeholder": (
        "text: {app}\n",
        "1: `app` has no value; write `app: ...`, "
        "or put the text in quotes if `{app}` is a placeholder",
    ),
    "too large": ("# " + "x" * 1024 * 1024, "1: the file is larger than 1 MiB; split it"),
    "a long line": (
        "a: 1\n# " + "x" * 40_000,
        "2: the line is longer than 32,768 characters; break it",
    ),
    "a long text": (
        "a: |\n" + "  words of a log\n" * 1_200,
        "1: this text is longer than 16 KiB; shorten it",
    ),
    "too many values": (
        "a:\n" + "- x\n" * 20_001,
        "19999: the file holds more than 20,000 values; split it",
    ),
    "too deep": ("a: " + "[" * 24, "1: this is nested deeper than 24; flatten it"),
    "too deep, skipped": ("a: 1\n? " + "[" * 30, "2: this key is not plain text; "),
    "an escaped control": (
        'a: "\\a"\n',
        "1: this text holds an invisible character (U+0007); remove its escape",
    ),
    "half a character": (
        'a: "\\ud800"\n',
        "1: this text holds an invisible character (U+D800); remove its escape",
    ),
    "beyond Unicode": (
        'a: "\\Uffffffff"\n',
        "1: an escape here is no character; write the character",
    ),
    "two colons": (
        "a: 1\ntext: Note: it burns\n",
        "2: a key cannot stand here; put text that holds `: ` in quotes, or check the indentation",
    ),
    "no colon": (
        "a: 1\nb\nc: 2\n",
        "2: the line is not of the form `key: value`; "
        "add the colon, or indent the line as part of the text above",
    ),
    "an at sign": ("to: @lead\n", "1: a value cannot begin with `@`; put the value in quotes"),
    "a backtick": (
        "run: `id`\n",
        "1: a value cannot begin with a backtick; put the value in quotes",
    ),
    "an open quote": (
        "a: 'it burns\nb: 1\n",
        "1: the quoted text that begins here does not end; close it with the same quotation mark",
    ),
    "a wrong escape": (
        'path: "C:\\data"\n',
        "1: `\\d` means nothing inside double quotes; write `\\\\d`, or use single quotes",
    ),
    "half an escape": (
        'path: "\\xZZ"\n',
        "1: a `\\` in double quotes begins an escape that is not complete; "
        "write `\\\\`, or use single quotes",
    ),
    "an open list": (
        "to: [a, b\nc: 1\n",
        "1: the `[` that opens here is not closed, or a comma is missing after it; "
        "write `[one, two]`",
    ),
    "an open mapping": (
        "to: {a: b\nc: 1\n",
        "1: the `{` that opens here is not closed, or a comma is missing after it; "
        "write `{key: value, key: value}`, or put the value in quotes if it is text",
    ),
    "text that begins with a placeholder": (
        "text: {app} is down\n",
        "1: the line does not follow from what is above; check its indentation; "
        "quote text as a whole where it begins with a bracket or a quote",
    ),
    "an item on the line of its key": (
        "to: - a\n",
        "1: a list item cannot begin here; put `- ` at the start of a line of its own",
    ),
    "a broken tag": (
        "a: !<x\n",
        "1: `!` begins a YAML tag, which is not used here; put the value in quotes",
    ),
    "a lone ampersand": (
        "a: & b\n",
        "1: `&` begins a YAML anchor, which is not used here; put the value in quotes",
    ),
    "a lone asterisk": (
        "a: * b\n",
        "1: `*` begins a YAML alias, which is not used here; put the value in quotes",
    ),
    "a mark after a bar": (
        "a: |x\n  b\n",
        "1: the text after `|` or `>` is not laid out as it must be; "
        "end the line with `|` and indent every line of the text alike",
    ),
    "two versions": (
        "%YAML 1.2\n%YAML 1.2\n---\na: 1\n",
        "2: `%YAML 1.2` is written twice; keep one of them",
    ),
    "a comma too many": (
        "a: [b,, c]\n",
        "1: a value is missing here; write one",
    ),
}


@pytest.mark.parametrize(("text", "expected"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused_is_refused_in_a_plain_sentence(text: str | bytes, expected: str) -> None:
    first, *others = problems_in(text)

    assert first.startswith(f"f.yaml:{expected}")
    assert expected.endswith("; ") or first == f"f.yaml:{expected}"
    assert expected.endswith("; ") or not others


def test_one_reading_finds_all_that_can_be_found() -> None:
    text = "a:\na: 2\nb: &x 1\nc: *x\nd: !t 1\n<<: 1\ne: ~\n[f]: 1\ng: [~]\nh:\tx\n'i: 1\n"

    found = problems_in(text)

    assert [line.split(":")[1] for line in found] == [str(n) for n in range(1, 12)]


def test_a_flood_of_problems_is_cut_off_and_counted() -> None:
    found = problems_in("a:\n" + "  - ~\n" * 1_000)

    assert len(found) == 201
    assert found[-1] == "f.yaml:202: 800 more problems follow; mend those above first"
