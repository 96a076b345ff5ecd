"""Decides without a model: a weighted sum of signals in the text, squashed to a probability."""

import math
import re
from dataclasses import dataclass

FAST = "fast"
DEEP = "deep"

# Weights are in logits: +1 makes "deep" about 2.7 times as likely.
_BIAS = -1.2
_SIGNALS = (
    (1.6, re.compile(r"```|\b(?:def|class|SELECT|import|function)\b|[{};]\s*$", re.MULTILINE)),
    (1.5, re.compile(r"\b(?:prove|proof|derive|theorem|integral|equation|complexity)\b", re.IGNORECASE)),
    (1.3, re.compile(r"\b(?:step[- ]by[- ]step|explain why|trade-?offs?|compare|analy[sz]e|design|plan|debug|refactor)\b", re.IGNORECASE)),
    (0.9, re.compile(r"\d\s*[-+*/^=]\s*\d")),
    (-1.5, re.compile(r"^\s*(?:hi|hello|hey|thanks?|thank you|good (?:morning|evening)|bye)\b", re.IGNORECASE)),
    (-0.7, re.compile(r"\b(?:what time|who is|define|translate|capital of|spell)\b", re.IGNORECASE)),
)
_WORDS_PER_LOGIT = 60
_LONGEST_LENGTH_BONUS = 2.5


@dataclass(frozen=True)
class Decision:
    """A backend class and how sure the one who decided is of it, 0.5 to 1 for rules."""

    route: str
    score: float
    by: str


def decide(text: str) -> Decision:
    """Routes a text by its signals alone; the same text always goes the same way."""
    logit = _BIAS + min(len(text.split()) / _WORDS_PER_LOGIT, _LONGEST_LENGTH_BONUS)
    logit += sum(weight for weight, pattern in _SIGNALS if pattern.search(text))
    deep = 1 / (1 + math.exp(-logit))
    return Decision(DEEP, round(deep, 3), "rules") if deep >= 0.5 else Decision(FAST, round(1 - deep, 3), "rules")
