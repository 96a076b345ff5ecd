"""Answers joins of patterns, and finds the shortest way between two nodes."""

from collections import deque
from collections.abc import Iterator

from .triples import Triple, TripleStore

Binding = dict[str, str]


def is_variable(term: str) -> bool:
    return len(term) > 1 and term[0] == "?"


def solve(store: TripleStore, patterns: list[Triple]) -> Iterator[Binding]:
    """All bindings of the variables (?x) with which every pattern is a triple of the store; the most bound pattern goes first."""
    yield from _extend(store, list(patterns), {})


def _extend(store: TripleStore, patterns: list[Triple], known: Binding) -> Iterator[Binding]:
    if not patterns:
        yield known
        return
    next_pattern = min(patterns, key=lambda p: sum(is_variable(t) and t not in known for t in p))
    rest = list(patterns)
    rest.remove(next_pattern)
    for triple in store.match(*(known.get(t) if is_variable(t) else t for t in next_pattern)):
        if (bound := _bind(next_pattern, triple, known)) is not None:
            yield from _extend(store, rest, bound)


def _bind(pattern: Triple, triple: Triple, known: Binding) -> Binding | None:
    bound = dict(known)
    for term, value in zip(pattern, triple):
        # One variable may stand in a pattern twice.
        if is_variable(term) and bound.setdefault(term, value) != value:
            return None
    return bound


def shortest_path(store: TripleStore, start: str, goal: str, longest: int = 6) -> list[Triple] | None:
    """The fewest triples that lead from one node to another in either direction; None when there is no way so short."""
    came_from: dict[str, tuple[str, Triple] | None] = {start: None}
    waiting = deque([(start, 0)])
    while waiting:
        node, length = waiting.popleft()
        if node == goal:
            path = []
            while (step := came_from[node]) is not None:
                node, triple = step
                path.append(triple)
            return path[::-1]
        if length < longest:
            for triple, other in store.neighbours(node):
                if other not in came_from:
                    came_from[other] = (node, triple)
                    waiting.append((other, length + 1))
    return None
