"""What authors write: strict YAML, plain values, and every problem with its line."""

from evidence import Millis
from runbooks.authored.distributions import (
    Distribution,
    Empirical,
    Fixed,
    LogNormal,
    MedianAndP95,
    Quantiles,
    Triangular,
    TriangularRange,
    Uniform,
    UniformRange,
)
from runbooks.authored.instants import LocalInstant, ZoneName, resolve_local, show_local
from runbooks.authored.models import AuthoredModel, build, load, schema_of
from runbooks.authored.problems import (
    AuthorError,
    Problem,
    Wrong,
    closest,
    did_you_mean,
    listed,
    quoted,
)
from runbooks.authored.reader import read_yaml
from runbooks.authored.source import MAX_FILE_BYTES, read_source
from runbooks.authored.tree import Authored, Node, Path
from runbooks.authored.unions import Several, one_key_union
from runbooks.authored.values import (
    MAX_DURATION,
    Count,
    Duration,
    Line,
    Ppm,
    Share,
    Switch,
    Text,
    Word,
    parse_duration,
    plain_text,
    show_duration,
)

__all__ = [
    "MAX_DURATION",
    "MAX_FILE_BYTES",
    "AuthorError",
    "Authored",
    "AuthoredModel",
    "Count",
    "Distribution",
    "Duration",
    "Empirical",
    "Fixed",
    "Line",
    "LocalInstant",
    "LogNormal",
    "MedianAndP95",
    "Millis",
    "Node",
    "Path",
    "Ppm",
    "Problem",
    "Quantiles",
    "Several",
    "Share",
    "Switch",
    "Text",
    "Triangular",
    "TriangularRange",
    "Uniform",
    "UniformRange",
    "Word",
    "Wrong",
    "ZoneName",
    "build",
    "closest",
    "did_you_mean",
    "listed",
    "load",
    "one_key_union",
    "parse_duration",
    "plain_text",
    "quoted",
    "read_source",
    "read_yaml",
    "resolve_local",
    "schema_of",
    "show_duration",
    "show_local",
]
