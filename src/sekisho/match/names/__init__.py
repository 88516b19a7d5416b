"""Who is this? Names in any script: normalised, compared with reasons, searched in lists."""

from sekisho.match.names.compare import Comparison, compare
from sekisho.match.names.normalise import Normalised, normalise

__all__ = ["Comparison", "Normalised", "compare", "normalise"]
