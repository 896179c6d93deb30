"""Severity over time: asymmetric loss, rates and direction beside it."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from scenarios.rubric import SeverityLoss
from scoring import exact_rate, ordinal_alpha, over_rate, quadratic_weighted_kappa, under_rate
from scoring.figure import WHOLE
from scoring.reference import Band
from scoring.severity import Piece, accuracy
from tests.builders import minutes
from tests.scoring.scored import figure, scorecard

HOUSE_LOSS = SeverityLoss()
LEVELS = (1, 2, 3, 4)


def test_the_doctrine_vector_of_severity_accuracy() -> None:
    card = scorecard("""
        00:00  experts say SEV1
        00:00  alert disk-full to duty-engineer
        00:00  duty-engineer acknowledges disk-full
        00:05  incident-manager calls SEV3
        00:25  incident-manager calls SEV2
        00:40  incident-manager calls SEV1
        02:00  incident-manager closes
        02:30  EndEx
    """)

    assert figure(card, "SEV-ACC").value == "0.8056"
    assert figure(card, "SEV-ACC").verdict == "met"
    assert figure(card, "SEV-EXACT").value == "0.6667"
    assert figure(card, "SEV-UNDER").value == "0.2917"
    assert figure(card, "SEV-OVER").value == "0.0000"
    assert figure(card, "SEV-WITHIN-ONE").value == "0.7917"
    assert figure(card, "SEV-CHANGES").value == 2
    assert figure(card, "SEV-CHANGES").formula == (
        "levels called: SEV3 -> SEV2 -> SEV1; raised 2 times, lowered 0 times"
    )


def test_inside_the_band_of_experts_nothing_is_lost() -> None:
    card = scorecard("""
        00:00  experts say SEV1 to SEV2
        00:00  incident-manager calls SEV2
        00:00  alert disk-full to duty-engineer
        00:00  duty-engineer acknowledges disk-full
        01:00  EndEx
    """)

    assert figure(card, "SEV-ACC").value == "1.0000"


def test_a_loud_alarm_costs_half_of_a_late_one() -> None:
    told = """
        00:00  experts say SEV{}
        00:00  alert disk-full to duty-engineer
        00:00  duty-engineer acknowledges disk-full
        00:00  incident-manager calls SEV{}
        01:00  EndEx
    """

    under = figure(scorecard(told.format(2, 3)), "SEV-ACC")
    over = figure(scorecard(told.format(2, 1)), "SEV-ACC")

    assert under.value == "0.5000"  # 2 of at most 4
    assert over.value == "0.7500"  # 1 of at most 4


def test_jumped_time_is_left_out_of_the_integral() -> None:
    card = scorecard("""
        00:00  experts say SEV1
        00:00  alert disk-full to duty-engineer
        00:00  duty-engineer acknowledges disk-full
        00:10  jump to 10:10
        10:10  incident-manager calls SEV1
        10:20  EndEx
    """)

    assert figure(card, "SEV-ACC").value == "0.5000"
    assert [e.what for e in figure(card, "SEV-ACC").excluded] == ["jumped 10:00:00"]


def test_without_detection_there_is_no_figure() -> None:
    card = scorecard("""
        00:00  experts say SEV1
        01:00  EndEx
    """)

    assert figure(card, "SEV-ACC").verdict == "not-observed"


def test_agreement_across_many_incidents() -> None:
    reference, called = [1, 1, 2, 2, 3, 3, 4, 4, 2, 3], [1, 2, 2, 3, 3, 3, 4, 3, 1, 3]

    assert exact_rate(reference, called) == Fraction(6, 10)
    assert under_rate(reference, called) == Fraction(2, 10)
    assert over_rate(reference, called) == Fraction(2, 10)
    kappa = quadratic_weighted_kappa(reference, called)
    assert kappa is not None
    assert round(kappa, 4) == Fraction("0.7895")


def test_alpha_of_the_canonical_four_raters() -> None:
    raters = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ]

    alpha = ordinal_alpha(list(zip(*raters, strict=True)))

    assert alpha is not None
    assert round(alpha, 3) == Fraction("0.815")


def test_alpha_of_ratings_from_p_to_u() -> None:
    number = {"U": 0, "M": 1, "S": 2, "P": 3, "-": None}
    tasks = ["PP-", "SSP", "MSS", "UUU", "SS-", "PPP", "MMS", "SPS", "PPP", "UM-"]

    alpha = ordinal_alpha([[number[rating] for rating in task] for task in tasks])

    assert alpha is not None
    assert round(alpha, 4) == Fraction("0.8178")


def test_agreement_is_undefined_where_nothing_could_differ() -> None:
    assert ordinal_alpha([[3, 3], [3, 3]]) is None
    assert quadratic_weighted_kappa([2, 2], [2, 2]) is None


bands = st.tuples(st.integers(1, 4), st.integers(1, 4)).map(lambda b: Band(min(b), max(b)))
pieces = st.builds(
    Piece, st.integers(1, minutes(600)), st.none() | st.integers(1, 4), bands
)  # fmt: skip


@given(st.lists(pieces, max_size=20))
def test_accuracy_is_always_a_share(spent: list[Piece]) -> None:
    found = accuracy(spent, LEVELS, weights=HOUSE_LOSS)

    assert found is None or 0 <= found <= WHOLE


@given(st.lists(pieces, min_size=1, max_size=20), st.data())
def test_cutting_a_piece_in_two_changes_nothing(spent: list[Piece], data: st.DataObject) -> None:
    piece = spent[0]
    cut = data.draw(st.integers(0, piece.ms))
    halves = [piece._replace(ms=cut), piece._replace(ms=piece.ms - cut)]

    whole = accuracy(spent, LEVELS, weights=HOUSE_LOSS)
    divided = accuracy([*halves, *spent[1:]], LEVELS, weights=HOUSE_LOSS)

    assert whole == divided
