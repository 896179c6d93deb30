"""One scenario of the library: what happens in it, how it binds, and what a dry run says.

For facilitators only: a preview shows everything that players must not know.
"""

from dataclasses import dataclass

from facilitator.forecast import Forecast
from facilitator.screens.library_cards import ScenarioCard
from facilitator.screens.outline import in_order, when_of
from facilitator.screens.seen import Viewer
from scenarios import Organisation, Scenario
from scenarios.check import BindingReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One part of the organisation that fits a slot."""

    id: str
    title: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ToChoose:
    """A slot that several parts fit."""

    slot: str
    says: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewLine:
    """One inject, as control will see it."""

    when: str
    title: str
    channel: str
    text: str
    truth: bool
    expects: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioPage:
    """The context of ``scenario.html``."""

    viewer: Viewer
    card: ScenarioCard
    summary: str
    sources: tuple[tuple[str, str, str], ...]
    objectives: tuple[tuple[str, str], ...]
    lines: tuple[PreviewLine, ...]
    organisations: tuple[Option, ...]
    organisation: str
    to_choose: tuple[ToChoose, ...]
    bound: tuple[str, ...]
    differences: tuple[str, ...]
    problems: tuple[str, ...]
    choices: tuple[str, ...]
    """``slot=id``, to be sent on."""
    may_open: bool
    forecast: Forecast | None


def scenario_page(
    viewer: Viewer,
    scenario: Scenario,
    *,
    card: ScenarioCard,
    organisation: Organisation,
    organisations: tuple[tuple[str, str], ...],
    report: BindingReport | None,
    problems: tuple[str, ...],
    choices: dict[str, str],
    forecast: Forecast | None = None,
) -> ScenarioPage:
    """Everything a facilitator wants to know before opening a game day."""
    open_choices = report.choices if report is not None else ()
    asked = {choice.slot: choice for choice in open_choices}
    return ScenarioPage(
        viewer=viewer,
        card=card,
        summary=" ".join(scenario.summary.split()),
        sources=tuple((one.title, one.by, one.date) for one in scenario.inspired_by),
        objectives=tuple((o.title, " ".join(o.threshold.split())) for o in scenario.objectives),
        lines=_lines(scenario),
        organisations=tuple(
            Option(id=id_, title=title, chosen=id_ == organisation.organisation)
            for id_, title in organisations
        ),
        organisation=organisation.title,
        to_choose=tuple(
            ToChoose(
                slot=slot,
                says=choice.says or slot.replace("-", " "),
                options=tuple(
                    Option(
                        id=part,
                        title=organisation.title_of(part),
                        chosen=choices.get(slot) == part,
                    )
                    for part in choice.among
                ),
            )
            for slot, choice in asked.items()
        ),
        bound=report.lines if report is not None else (),
        differences=(
            *(f"stand-in for {slot}" for slot in report.supplied),
            *(f"left out: {line}" for line in report.left_out),
            *(f"loses cover: {line}" for line in report.uncovered),
        )
        if report is not None
        else (),
        problems=problems,
        choices=tuple(f"{slot}={part}" for slot, part in sorted(choices.items())),
        may_open=report is not None and bool(report.lines) and not problems,
        forecast=forecast,
    )


def _lines(scenario: Scenario) -> tuple[PreviewLine, ...]:
    return tuple(
        PreviewLine(
            when=when_of(one),
            title=one.title or one.id.replace("-", " "),
            channel=(one.by or "").replace("-", " "),
            text=(one.text or "").strip(),
            truth=not one.to,
            expects=tuple(e.text for e in one.expects),
        )
        for one in in_order(scenario.injects)
    )
