"""The report's pictures: one specification each, drawn to SVG by Vega without a browser.

Shape before colour, direct labels instead of a legend, at most three tones.  Every picture is
handed out as an image with its finding as alternative text; the table beside it is the report's.
Needs the extra `reports`.
"""

import base64
import re
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeAlias

import altair as alt
import vl_convert

from scoring.report import Chart, Mark, clock

Drawn: TypeAlias = alt.LayerChart | alt.FacetChart

TOTAL: Final = 760
"""Width of every picture, names at its left included, so that they stand under one another."""
INK, INK_2, INK_3 = "#1b1d1f", "#43464a", "#5d6064"
LINE, LINE_2, SUNKEN = "#dedad1", "#85827b", "#eae7e0"
ACCENT, GOOD, WARN, BAD, BAND = "#27489a", "#1b6141", "#7d4a00", "#a31d1d", "#c8c4ba"
DARK: Final = {
    INK: "#edebe6", INK_2: "#c2c0ba", INK_3: "#a2a19b", LINE: "#2f3338", LINE_2: "#7d8186",
    SUNKEN: "#0f1113", ACCENT: "#a9bcf7", GOOD: "#86d3a8", WARN: "#f0bf6a", BAD: "#ff9d92",
    BAND: "#4b5057",
}  # fmt: skip
"""The light tokens of the stylesheet, and what they are on a dark screen."""

_TONES: Final = {None: ACCENT, "good": GOOD, "bad": BAD, "warn": WARN, "news": ACCENT,
                 "idle": LINE_2}  # fmt: skip
_FONT: Final = "Inter, Segoe UI, Roboto, Noto Sans, Liberation Sans, sans-serif"
_MINUTE: Final = 60_000
_TICKS: Final = (1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1_440, 2_880)
_MOST_TICKS: Final = 9


def draw(chart: Chart, *, dark: bool = True) -> str:
    """The SVG of one picture; the same chart gives the same bytes.

    Args:
        dark: Let it change its colours on a dark screen.  A PDF printer knows no dark screen.
    """
    specification = _DRAW[chart.kind](chart)
    framed = specification.configure(background="transparent", font=_FONT, padding=2)
    framed = framed.configure_view(stroke=None).configure_axis(
        domain=False, ticks=False, grid=False, title=None, labelColor=INK_2, labelFontSize=12,
        labelPadding=8,
    )  # fmt: skip
    svg = vl_convert.vegalite_to_svg(framed.to_dict(validate=False))
    return _with_dark(_renumbered(svg)) if dark else _renumbered(svg)


def as_uri(svg: str) -> str:
    """The picture as an address that needs no network."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _renumbered(svg: str) -> str:
    """Ids that count from 1 in each picture; Vega counts through a whole process."""
    seen: dict[str, str] = {}

    def number(found: re.Match[str]) -> str:
        return f"{found[1]}{seen.setdefault(found[2], f'c{len(seen) + 1}')}{found[3]}"

    return re.sub(r"""(\bid="|url\(#)([\w-]+)("|\))""", number, svg)


def _with_dark(svg: str) -> str:
    rules = "".join(
        f'[fill="{light}"]{{fill:{dark}}}[stroke="{light}"]{{stroke:{dark}}}'
        for light, dark in DARK.items()
    )
    style = f"<style>@media (prefers-color-scheme:dark){{{rules}}}</style>"
    head, mark, rest = svg.partition(">")
    return f"{head}{mark}{style}{rest}"


# ------------------------------------------------------------------------------- the time axis


def _x(field: str, until: int, *, width: int) -> alt.X:
    """Exercise time in minutes; the axis is labelled as the clock is, ``1:30``."""
    last = max(1.0, until / _MINUTE)
    step = next((t for t in _TICKS if last / t <= _MOST_TICKS), _TICKS[-1])
    values = [n * step for n in range(int(last // step) + 1)]
    minutes = "(datum.value % 60 < 10 ? '0' : '') + (datum.value % 60)"
    axis = alt.Axis(
        values=values, labelExpr=f"floor(datum.value / 60) + ':' + {minutes}", grid=True,
        gridColor=LINE, labelFlush=False,
    )  # fmt: skip
    scale = alt.Scale(domain=[-0.012 * last, last * 1.012], range=[0, width], nice=False)
    return alt.X(f"{field}:Q", axis=axis, scale=scale)


def _names(left: int, **more: Any) -> alt.Axis:
    """The axis of names, always as wide as *left*."""
    room = left - 12
    return alt.Axis(minExtent=room, maxExtent=room, labelLimit=room * 85 // 100, **more)


def _rows(values: Iterable[dict[str, Any]]) -> alt.InlineData:
    return alt.InlineData(values=list(values))


def _jumps(
    chart: Chart, x: Callable[[str], alt.X], *, height: int | None = None
) -> list[alt.Chart]:
    """Jumped spans, boxed and named, as far as the picture goes: it may end before they do.

    With a *height* the name stands at the foot.
    """
    seen = [(a, min(b, chart.until)) for a, b in chart.jumped if a < chart.until]
    if not seen:
        return []
    spans = [{"a": a / _MINUTE, "b": b / _MINUTE, "mid": (a + b) / 2 / _MINUTE,
              "says": "jumped"} for a, b in seen]  # fmt: skip
    box = alt.Chart(_rows(spans)).mark_rect(fill=SUNKEN)
    side: dict[str, Any] = {"baseline": "top", "dy": 4}
    if height is not None:
        side = {"baseline": "bottom", "dy": -4}
    named = alt.Chart(_rows(spans)).mark_text(color=INK_3, fontSize=12, **side)
    return [
        box.encode(x=x("a"), x2="b:Q"),
        named.encode(x=x("mid"), y=alt.value(height or 0), text="says:N"),
    ]


def _room(left: int) -> Any:
    """Nothing, drawn at the right of the names up to the edge: it keeps the picture that wide.

    A picture is else as wide as its texts were when it was drawn, and cuts them where whoever
    shows it has a wider font.
    """
    edge = alt.Chart(_rows([{}])).mark_rect(opacity=0, color=LINE)
    return edge.encode(x=alt.value(0), x2=alt.value(TOTAL - left), y=alt.value(0), y2=alt.value(1))


# ------------------------------------------------------------------------------- the four


def _lanes(chart: Chart) -> Drawn:
    names = list(dict.fromkeys(mark.lane for mark in chart.marks))
    width = TOTAL - 90

    def x(field: str) -> alt.X:
        return _x(field, chart.until, width=width)

    y = alt.Y("lane:N", sort=names, axis=_names(90, labelColor=INK))
    data = [
        {
            "lane": mark.lane,
            "at": mark.at / _MINUTE,
            "shape": "late" if mark.tone == "bad" else "act",
            "tone": _TONES[mark.tone],
        }
        for mark in chart.marks
        if mark.at <= chart.until
    ]
    rules = alt.Chart(_rows({"lane": name} for name in names)).mark_rule(stroke=LINE)
    marks = alt.Chart(_rows(data)).mark_point(filled=True, size=44, opacity=1)
    shape = alt.Shape(
        "shape:N",
        scale=alt.Scale(domain=["act", "late"], range=["circle", "triangle-up"]),
        legend=None,
    )
    return alt.layer(
        *_jumps(chart, x),
        rules.encode(y=y),
        marks.encode(x=x("at"), y=y, shape=shape, color=alt.Color("tone:N", scale=None)),
    ).properties(width=width, height=26 * len(names) + 8)


def _severity(chart: Chart) -> Drawn:
    levels = [1, 2, 3, 4]
    levels += [s.mildest for s in chart.bands if s.mildest and s.mildest > 4]

    width = TOTAL - 90

    def x(field: str) -> alt.X:
        return _x(field, chart.until, width=width)

    def y(field: str, **more: Any) -> alt.Y:
        axis = _names(
            90, values=levels, labelExpr="'SEV' + datum.value", labelColor=INK, grid=False
        )
        scale = alt.Scale(domain=[max(levels) + 0.5, 0.4], nice=False)
        return alt.Y(f"{field}:Q", axis=axis, scale=scale, **more)

    bands = [
        {
            "a": step.at / _MINUTE,
            "b": end / _MINUTE,
            "top": (step.level or 1) - 0.3,
            "low": (step.mildest or step.level or 1) + 0.3,
        }
        for step, end in _spans(chart.bands, chart.until)
    ]
    line: list[dict[str, Any]] = []
    calls: list[dict[str, Any]] = []
    for step, end in _spans(chart.steps, chart.until):
        line += [{"t": step.at / _MINUTE, "level": step.level, "order": len(line)}]
        line += [{"t": end / _MINUTE, "level": step.level, "order": len(line)}]
        calls.append({"t": step.at / _MINUTE, "level": step.level, "says": clock(step.at)})
    labelled = _apart(calls, chart.until)
    band = alt.Chart(_rows(bands)).mark_rect(fill=BAND)
    path = alt.Chart(_rows(line)).mark_line(color=ACCENT, strokeWidth=2.5, strokeJoin="round")
    dots = alt.Chart(_rows(calls)).mark_point(filled=True, color=ACCENT, size=40, opacity=1)
    late = chart.until / _MINUTE * 0.9  # there a label to the right would leave the picture
    style: dict[str, Any] = {"color": ACCENT, "fontSize": 12, "fontWeight": 600, "dy": -10}
    says = [
        alt.Chart(_rows(c for c in labelled if c["t"] < late)).mark_text(
            align="left", dx=6, **style
        ),
        alt.Chart(_rows(c for c in labelled if c["t"] >= late)).mark_text(
            align="right", dx=-6, **style
        ),
    ]
    height = 38 * len(levels)
    jumps = _jumps(chart, x, height=height)
    box, names = jumps[:1], jumps[1:]
    return alt.layer(
        *box,
        band.encode(x=x("a"), x2="b:Q", y=y("top"), y2="low:Q"),
        path.encode(x=x("t"), y=y("level"), order="order:Q"),
        dots.encode(x=x("t"), y=y("level")),
        *(one.encode(x=x("t"), y=y("level"), text="says:N") for one in says),
        *names,
    ).properties(width=width, height=height)


def _spans(steps: Iterable[Any], until: int) -> list[tuple[Any, int]]:
    """Each step with where the next one begins; none for a severity that nobody called."""
    kept = [step for step in steps if step.at <= until]
    ends = (*(after.at for after in kept[1:]), until)
    return list(zip(kept, ends, strict=False))


def _apart(calls: list[dict[str, Any]], until: int) -> list[dict[str, Any]]:
    """Those labels that do not lie on the one before; the table has them all."""
    kept: list[dict[str, Any]] = []
    room = until / _MINUTE * 0.085
    for call in calls:
        near = [one for one in kept if abs(one["t"] - call["t"]) < room]
        if not any(abs(one["level"] - call["level"]) < 1 for one in near):
            kept.append(call)
    return kept


def _deadlines(chart: Chart) -> Drawn:
    names = [mark.lane for mark in chart.marks]
    width = TOTAL - 250 - 190

    def x(field: str) -> alt.X:
        return _x(field, chart.until, width=width)

    y = alt.Y("lane:N", sort=names, axis=_names(250, labelColor=INK))
    data = [_deadline(mark, chart.until) for mark in chart.marks]
    due = [row for row in data if row["due_shown"]]
    done = [row for row in data if row["tone"] != LINE_2]
    rule = alt.Chart(_rows(data)).mark_rule(strokeWidth=2)
    bar = alt.Chart(_rows(due)).mark_tick(color=INK, thickness=2.5, size=16)
    dots = alt.Chart(_rows(done)).mark_point(filled=True, size=70, opacity=1)
    says = alt.Chart(_rows(data)).mark_text(align="left", fontSize=12, fontWeight=600)
    colour = alt.Color("tone:N", scale=None)
    shape = alt.Shape(
        "shape:N",
        scale=alt.Scale(domain=["in time", "late"], range=["circle", "triangle-up"]),
        legend=None,
    )
    dash = alt.StrokeDash(
        "dash:N", scale=alt.Scale(domain=["to spare", "over"], range=[[2, 3], [1, 0]]), legend=None
    )
    return alt.layer(
        _room(250),
        rule.encode(x=x("at"), x2="due:Q", y=y, color=colour, strokeDash=dash),
        bar.encode(x=x("due"), y=y),
        dots.encode(x=x("at"), y=y, color=colour, shape=shape),
        says.encode(x=alt.value(width + 16), y=y, text="says:N", color=colour),
    ).properties(width=width, height=27 * len(names) + 4)


def _deadline(mark: Mark, until: int) -> dict[str, Any]:
    due = mark.until or mark.at
    return {
        "lane": mark.lane,
        "at": mark.at / _MINUTE,
        "due": min(due, until) / _MINUTE,
        "due_shown": due <= until,
        "says": mark.says,
        "tone": _TONES[mark.tone],
        "shape": "late" if mark.tone == "bad" else "in time",
        "dash": "over" if mark.at > due else "to spare",
    }


def _recovery(chart: Chart) -> Drawn:
    names = [mark.lane for mark in chart.marks]
    width = TOTAL - 160 - 190
    until = max(chart.until, chart.due[0] if chart.due and chart.due[0] < 2 * chart.until else 0)

    def x(field: str) -> alt.X:
        return _x(field, until, width=width)

    y = alt.Y("lane:N", sort=names, axis=_names(160, labelColor=INK))
    data = [
        {
            "lane": mark.lane,
            "a": mark.at / _MINUTE,
            "b": (mark.until or mark.at) / _MINUTE,
            "e": min(mark.at + (mark.expected or 0), until) / _MINUTE,
            "tone": _TONES[mark.tone],
            "says": mark.says,
            "of": f"of {_short(mark.expected or 0)}",
        }
        for mark in chart.marks
    ]
    rows = alt.Chart(_rows(data))
    layers = [
        _room(160),
        *_jumps(chart, x),
        rows.mark_bar(size=4, yOffset=6, color=LINE_2).encode(x=x("a"), x2="e:Q", y=y),
        rows.mark_bar(size=9, yOffset=-2).encode(
            x=x("a"), x2="b:Q", y=y, color=alt.Color("tone:N", scale=None)
        ),
        rows.mark_text(align="right", fontSize=12, fontWeight=600, color=INK).encode(
            x=alt.value(width + 82), y=y, text="says:N"
        ),
        rows.mark_text(align="left", fontSize=12, color=INK_3).encode(
            x=alt.value(width + 88), y=y, text="of:N"
        ),
    ]
    if chart.due is not None and chart.due[0] <= until:
        target = _rows([{"at": chart.due[0] / _MINUTE, "says": chart.due[1]}])
        layers.append(
            alt.Chart(target)
            .mark_rule(stroke=BAD, strokeWidth=1.5, strokeDash=[4, 3])
            .encode(x=x("at"))
        )
        layers.append(
            alt.Chart(target).mark_text(
                color=BAD, fontSize=12, fontWeight=600, align="right", baseline="bottom", dx=-5
            ).encode(x=x("at"), y=alt.value(-3), text="says:N")
        )  # fmt: skip
    return alt.layer(*layers).properties(width=width, height=27 * len(names) + 4)


def _short(ms: int) -> str:
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


_DRAW: Final[dict[str, Callable[[Chart], Drawn]]] = {
    "lanes": _lanes,
    "severity": _severity,
    "deadlines": _deadlines,
    "recovery": _recovery,
}
