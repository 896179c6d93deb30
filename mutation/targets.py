"""What is mutated, and which tests have to notice."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Target:
    """Modules that belong together, and the tests that are about them."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]


TARGETS: Final[dict[str, Target]] = {
    "clocks": Target(
        modules=(
            "evidence/clocks.py",
            "facilitator/live/pacing.py",
            "simulator/countdowns.py",
            "simulator/deadlines.py",
        ),
        tests=(
            "tests/evidence/test_clocks.py",
            "tests/live/test_jumping.py",
            "tests/live/test_pacing.py",
            "tests/simulator/test_clock_cases.py",
            "tests/simulator/test_control.py",
            "tests/simulator/test_countdowns.py",
            "tests/simulator/test_deadlines_on_the_way.py",
        ),
    ),
    "law": Target(
        modules=(
            "scenarios/law/counting.py",
            "scenarios/law/due.py",
            "scenarios/law/local_time.py",
            "scenarios/law/readings.py",
            "scenarios/law/standing.py",
            "scenarios/law/working_days.py",
        ),
        tests=(
            "tests/law/test_examples.py",
            "tests/law/test_duty_clocks.py",
            "tests/law/test_frozen_days.py",
            "tests/law/test_oracle.py",
            "tests/law/test_standing.py",
        ),
    ),
    "metrics": Target(
        modules=(
            "scoring/agreement.py",
            "scoring/checked.py",
            "scoring/communications.py",
            "scoring/consistency.py",
            "scoring/coordination.py",
            "scoring/controlled_state.py",
            "scoring/credit.py",
            "scoring/decisions.py",
            "scoring/deviations.py",
            "scoring/exceptions.py",
            "scoring/expectations.py",
            "scoring/figure.py",
            "scoring/improve.py",
            "scoring/legal.py",
            "scoring/procedure.py",
            "scoring/programme.py",
            "scoring/ratings.py",
            "scoring/reaction.py",
            "scoring/recovery.py",
            "scoring/reference.py",
            "scoring/runs.py",
            "scoring/severity.py",
            "scoring/vendors.py",
            "scoring/review/agreed.py",
            "scoring/review/raters.py",
        ),
        tests=("tests/scoring",),
    ),
    "proof": Target(
        modules=(
            "evidence/canonical.py",
            "evidence/chain.py",
            "evidence/commitments.py",
            "evidence/merkle.py",
            "evidence/notes.py",
            "evidence/proofs.py",
            "evidence/receipts.py",
            "evidence/verifier/container.py",
            "evidence/verifier/findings.py",
            "evidence/verifier/heads.py",
            "evidence/verifier/leaves.py",
            "evidence/verifier/manifest.py",
            "evidence/verifier/openings.py",
            "evidence/verifier/pinned.py",
            "evidence/verifier/public.py",
            "evidence/verifier/verify.py",
        ),
        tests=(
            "tests/evidence/test_canonical.py",
            "tests/evidence/test_chain.py",
            "tests/evidence/test_merkle.py",
            "tests/evidence/test_notes.py",
            "tests/evidence/test_receipts.py",
            "tests/evidence/test_sealed.py",
            "tests/evidence/test_witness.py",
            "tests/bundle/test_container.py",
            "tests/bundle/test_checks.py",
            "tests/bundle/test_manifest_checks.py",
            "tests/bundle/test_leaf_checks.py",
            "tests/bundle/test_head_checks.py",
            "tests/bundle/test_opening_checks.py",
            "tests/bundle/test_public.py",
            "tests/bundle/test_redacting.py",
            "tests/bundle/test_tampering.py",
        ),
    ),
}
"""By the word that ``make mutate WHAT=...`` takes."""
