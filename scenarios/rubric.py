"""The rubric: how figures become ratings, as versioned data that an organisation may change."""

from pydantic import Field

from runbooks.authored import AuthoredModel, Count, Duration, Line, Word


class Bands(AuthoredModel):
    """From which per cent a task is rated P, S and M; below M it is U."""

    p: Count = 80
    s: Count = 66
    m: Count = 50


class Rubric(AuthoredModel):
    rubric: Word
    version: Line
    title: Line
    bands: Bands = Bands()
    least_played_for_cadence: Duration = Field(default=300_000)
    """A promised interval that leaves people less played time than this is not rated."""
