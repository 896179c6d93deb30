"""Say in a plain sentence why a file is not YAML.

The parser knows what it expected; an author wants to know what to do. Each of the parser's
complaints that a person can cause has its own sentence here, at the line to mend.
"""

from __future__ import annotations

from dataclasses import dataclass

from ruamel.yaml.error import MarkedYAMLError

from runbooks.authored.problems import Problem
from runbooks.authored.source import Source

QUOTE_IT = "put the value in quotes"


@dataclass(frozen=True, slots=True)
class Sentence:
    """What to say when the parser's complaint contains ``complaint``."""

    complaint: str
    wrong: str
    right: str
    where_it_began: bool = False


# Searched from the top; context and problem of the parser's error are joined by a colon.
SENTENCES = (
    Sentence(
        "mapping values are not allowed here",
        "a key cannot stand here",
        "put text that holds `: ` in quotes, or check the indentation",
    ),
    Sentence(
        "could not find expected ':'",
        "the line is not of the form `key: value`",
        "add the colon, or indent the line as part of the text above",
        where_it_began=True,
    ),
    Sentence("cannot start any token", "a value cannot begin with {sign}", QUOTE_IT),
    Sentence(
        "quoted scalar: found unexpected",
        "the quoted text that begins here does not end",
        "close it with the same quotation mark",
        where_it_began=True,
    ),
    Sentence(
        "unknown escape character",
        "`\\{char}` means nothing inside double quotes",
        "write `\\\\{char}`, or use single quotes",
    ),
    Sentence(
        "expected escape sequence",
        "a `\\` in double quotes begins an escape that is not complete",
        "write `\\\\`, or use single quotes",
    ),
    Sentence(
        "expected ',' or ']'",
        "the `[` that opens here is not closed, or a comma is missing after it",
        "write `[one, two]`",
        where_it_began=True,
    ),
    Sentence(
        "expected ',' or '}'",
        "the `{` that opens here is not closed, or a comma is missing after it",
        "write `{key: value, key: value}`, or put the value in quotes if it is text",
        where_it_began=True,
    ),
    Sentence(
        "expected <block end>",
        "the line does not follow from what is above",
        "check its indentation; quote text as a whole where it begins with a bracket or a quote",
    ),
    Sentence(
        "sequence entries are not allowed here",
        "a list item cannot begin here",
        "put `- ` at the start of a line of its own",
    ),
    Sentence("mapping keys are not allowed here", "`? ` cannot stand here", QUOTE_IT),
    Sentence("scanning a tag", "`!` begins a YAML tag, which is not used here", QUOTE_IT),
    Sentence("parsing a tag", "`!` begins a YAML tag, which is not used here", QUOTE_IT),
    Sentence("undefined tag handle", "`!` begins a YAML tag, which is not used here", QUOTE_IT),
    Sentence("scanning an anchor", "`&` begins a YAML anchor, which is not used here", QUOTE_IT),
    Sentence("scanning an alias", "`*` begins a YAML alias, which is not used here", QUOTE_IT),
    Sentence(
        "block scalar",
        "the text after `|` or `>` is not laid out as it must be",
        "end the line with `|` and indent every line of the text alike",
    ),
    Sentence(
        "YAML directive",
        "`%YAML 1.2` is written twice",
        "keep one of them",
    ),
    Sentence("expected the node content", "a value is missing here", "write one"),
)

ANYTHING_ELSE = Sentence(
    "",
    "the line cannot be read as YAML",
    "check its indentation, its brackets and its quotation marks",
)


def explain_syntax(error: MarkedYAMLError, source: Source) -> Problem:
    """Turn the parser's complaint into a problem with a line and a remedy."""
    complaint = f"{error.context}: {error.problem}"
    sentence = next((s for s in SENTENCES if s.complaint in complaint), ANYTHING_ELSE)
    mark = error.problem_mark or error.context_mark
    if sentence.where_it_began and error.context_mark is not None:
        mark = error.context_mark
    number = mark.line + 1 if mark is not None else 1
    column = mark.column if mark is not None else 0
    line = source.line(number)
    char = line[column : column + 1]
    sign = "a backtick" if char == "`" else f"`{char}`"
    wrong, right = (
        text.replace("{char}", char).replace("{sign}", sign)
        for text in (sentence.wrong, sentence.right)
    )
    return Problem(source.name, number, wrong, right)
