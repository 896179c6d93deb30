"""What stands on a sheet of a PDF, as far as the fonts' own tables give it back."""

import re
from typing import Any

import pikepdf


def text_of(page: Any) -> str:
    """The glyph runs of one sheet, in the order in which they are set."""
    maps = {name: _to_unicode(font) for name, font in page.Resources.Font.items()}
    shown: list[str] = []
    font: dict[str, str] = {}
    instructions: Any = pikepdf.parse_content_stream(page)
    for operands, operator in instructions:
        if str(operator) == "Tf":
            font = maps[str(operands[0])]
        elif str(operator) in ("TJ", "Tj"):
            runs = operands[0] if str(operator) == "TJ" else [operands[0]]
            for run in runs:
                if isinstance(run, pikepdf.String):
                    raw = bytes(run)
                    codes = [raw[n : n + 2].hex() for n in range(0, len(raw), 2)]
                    shown.append("".join(font.get(code, "") for code in codes))
    return "".join(shown)


def _to_unicode(font: Any) -> dict[str, str]:
    table = bytes(font.ToUnicode.read_bytes()).decode()
    found: dict[str, str] = {}
    for first, last, text in re.findall(r"<(\w{4})> <(\w{4})> <(\w+)>", table):
        start = int(text, 16)
        for place, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
            found[f"{code:04x}"] = chr(start + place)
    singles = re.sub(r"<\w{4}> <\w{4}> <\w+>", "", table)
    for code, text in re.findall(r"<(\w{4})> <(\w+)>", singles):
        found[code.lower()] = bytes.fromhex(text).decode("utf-16-be")
    return found
