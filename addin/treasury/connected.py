"""What hangs together: edges that share an end, directly or through others (composantes connexes)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

Edge = TypeVar("Edge")


def connected(edges: Iterable[Edge], ends: Callable[[Edge], tuple[Hashable, Hashable]]) -> list[list[Edge]]:
    """Edges by component, each in the order given; components in the order of their first edge.

    Args:
        ends: the two nodes that an edge joins.

    >>> connected([("a", 1), ("b", 2), ("c", 1), ("c", 3)], lambda edge: edge)
    [[('a', 1), ('c', 1), ('c', 3)], [('b', 2)]]

    Source: union–find with path halving (Tarjan, van Leeuwen 1984).
    """
    parent: dict[Hashable, Hashable] = {}

    def root(node: Hashable) -> Hashable:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    joined = [(edge, *ends(edge)) for edge in edges]
    for _, one, other in joined:
        parent[root(one)] = root(other)
    components: dict[Hashable, list[Edge]] = defaultdict(list)
    for edge, one, _ in joined:
        components[root(one)].append(edge)
    return list(components.values())
