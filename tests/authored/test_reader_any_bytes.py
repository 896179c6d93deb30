"""Whatever bytes a file holds, the answer is a tree of text or problems that can be shown."""

from hypothesis import given
from hypothesis import strategies as st

from runbooks.authored import Authored, AuthorError, Node, read_yaml

# Pieces of YAML in any order come closer to the parser's corners than random bytes do.
PIECES = st.sampled_from(
    [
        *(b"a", b"b", b"key: ", b": ", b"- ", b"? ", b"\n", b"\n  ", b"\r", b" ", b"\t", b","),
        *(b"{", b"}", b"[", b"]", b'"', b"'", b"|", b">", b"|-9\n", b"#", b"~", b"null", b"<<: "),
        *(
            b"&a ",
            b"*a ",
            b"!x ",
            b"!!str ",
            b"!<",
            b"!e!x ",
            b"%20",
            b"%YAML 1.1\n",
            b"%TAG ! x\n",
        ),
        *(b"---\n", b"...\n", b"\\", b"\\x4", b"\\UFFFFFFFF", b"\\ud800", b"\xff", b"\xc2\x85"),
        *(b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"\x00", b"@", b"`", b"\xf0\x9f\x94\xa5"),
    ]
)
FILES = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(lambda text: text.encode(errors="surrogatepass")),
    st.lists(PIECES, max_size=40).map(b"".join),
    st.lists(PIECES, max_size=20).map(lambda pieces: b"a: 1\nb:\n  - " + b"".join(pieces)),
)

KEYS = st.text(st.characters(codec="ascii", categories=["Ll", "Nd"]), min_size=1, max_size=8)
VISIBLE = st.characters(
    exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff"
)
TREES = st.dictionaries(
    KEYS,
    st.recursive(
        st.text(VISIBLE, max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
        max_leaves=10,
    ),
)


@given(FILES)
def test_any_bytes_give_a_tree_or_problems(data: bytes) -> None:
    lines = len(data.splitlines()) + 1

    found = _read(data)

    if isinstance(found, AuthorError):
        assert all("\n" not in str(problem) for problem in found.problems)
        assert all(0 < problem.line <= lines for problem in found.problems)
        assert all(problem.wrong and problem.right for problem in found.problems)
    else:
        assert _is_text_all_through(found.tree)
        assert all(0 < line <= lines for line in found.lines.values())


@given(TREES)
def test_a_tree_written_in_quotes_comes_back(tree: dict[str, Node]) -> None:
    written = _quoted(tree)

    authored = read_yaml(written.encode(), name="f.yaml")

    assert authored.tree == tree


def _read(data: bytes) -> Authored | AuthorError:
    try:
        return read_yaml(data, name="f.yaml")
    except AuthorError as error:
        return error


def _is_text_all_through(node: object) -> bool:
    if isinstance(node, dict):
        return all(isinstance(k, str) and _is_text_all_through(v) for k, v in node.items())
    if isinstance(node, list):
        return all(_is_text_all_through(item) for item in node)
    return isinstance(node, str)


def _quoted(node: Node) -> str:
    if isinstance(node, dict):
        return "{" + ", ".join(f'"{key}": {_quoted(value)}' for key, value in node.items()) + "}"
    if isinstance(node, list):
        return "[" + ", ".join(map(_quoted, node)) + "]"
    return '"' + "".join(f"\\U{ord(char):08x}" for char in node) + '"'
