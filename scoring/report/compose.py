"""Compose the whole report: one pure fold of plan, record, scorecard and what the shell knows."""

from collections.abc import Sequence
from typing import Final, get_args

import msgspec

from evidence import Event
from evidence.kinds.review import ReportSection
from evidence.programme import Programme
from scenarios import Controls, Plan
from scoring.debrief import for_report
from scoring.report.actions import improvement_plan
from scoring.report.basis import basis
from scoring.report.charts import severity
from scoring.report.course import course
from scoring.report.coverage import coverage
from scoring.report.decided import decisions
from scoring.report.document import Report, Section
from scoring.report.front import front
from scoring.report.judged import analysis, metrics, ratings
from scoring.report.lasting import prior_actions, risks
from scoring.report.log import entries
from scoring.report.outward import breach_record, communications, third_parties
from scoring.report.overview import cover, executive_summary, overview
from scoring.report.people import agreement, feedback, participants
from scoring.report.proof import information_sheet
from scoring.report.reading import Provenance, Reading, Words
from scoring.report.recovered import recovered
from scoring.report.review import signing, words_for
from scoring.review.raters import as_shown_to
from scoring.scorecard import Scorecard, score

EDITABLE: Final[tuple[ReportSection, ...]] = get_args(ReportSection)
"""Sections to which words may be added; their numbers stay those of the record."""


def write_report(
    plan: Plan,
    record: Sequence[Event],
    *,
    provenance: Provenance,
    controls: Controls,
    words: Words | None = None,
    scorecard: Scorecard | None = None,
    programme: Programme | None = None,
) -> Report:
    """The report of one exercise.

    Args:
        plan: What was played, frozen at StartEx.
        record: Its events from the opening on, play alone or with review.
        provenance: What only the shell knows: head, source, what was verified.
        controls: The mapping of controls to hold the evidence against.
        words: Opened words by leaf and field; what is absent is printed as *given, sealed*.
        scorecard: Of the same record, if it was folded already.
        programme: What outlives exercises, where the shell has it.
    """
    shown = as_shown_to(None, record)
    reading = Reading(
        plan=plan,
        record=shown,
        scorecard=for_report(scorecard or score(plan, record)),
        provenance=provenance,
        controls=controls,
        words=words or {},
        programme=programme,
    )
    return Report(
        exercise=reading.opened.exercise,
        front=front(reading),
        sections=tuple(_worded(reading, section) for section in _sections(reading)),
        log=entries(reading),
        head=provenance.head,
        size=provenance.size,
    )


def _worded(r: Reading, section: Section) -> Section:
    """The section with the words that somebody wrote for it, before everything folded."""
    words = words_for(r, section.number) if section.number in EDITABLE else ()
    return msgspec.structs.replace(section, blocks=(*words, *section.blocks))


def _sections(r: Reading) -> list[Section]:
    seven = course(r)
    levels = severity(r)
    if levels is not None:
        seven = Section(number="7", title=seven.title, blocks=(*seven.blocks, levels))
    return [
        cover(r),
        overview(r),
        executive_summary(r),
        basis(r),
        ratings(r),
        analysis(r),
        metrics(r),
        seven,
        decisions(r),
        communications(r),
        recovered(r),
        third_parties(r),
        breach_record(r),
        risks(r),
        coverage(r),
        prior_actions(r),
        improvement_plan(r),
        participants(r),
        agreement(r),
        feedback(r),
        information_sheet(r),
        signing(r),
    ]
