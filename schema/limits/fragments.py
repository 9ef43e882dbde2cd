"""The fragments of a document, each after those that it spreads."""

from collections.abc import Iterable, Iterator

from graphql import DocumentNode, FragmentDefinitionNode, FragmentSpreadNode, SelectionSetNode


def in_order(document: DocumentNode) -> list[FragmentDefinitionNode]:
    """Every fragment once; whoever takes them so needs no recursion through spreads.

    In a cycle, which validation refuses, the order is arbitrary.
    """
    fragments = {
        definition.name.value: definition
        for definition in document.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }
    ordered: list[FragmentDefinitionNode] = []
    seen: set[str] = set()
    for root in fragments:
        _visit(root, fragments, seen, ordered)
    return ordered


def _visit(
    root: str,
    fragments: dict[str, FragmentDefinitionNode],
    seen: set[str],
    ordered: list[FragmentDefinitionNode],
) -> None:
    path: list[tuple[str, Iterator[str]]] = [(root, iter((root,)))]
    while path:
        name, spreads = path[-1]
        following = next((spread for spread in spreads if spread not in seen), None)
        if following is None:
            path.pop()
            if path:
                ordered.append(fragments[name])
        elif following in fragments:
            seen.add(following)
            path.append((following, iter(_spreads(fragments[following].selection_set))))


def _spreads(selection_set: SelectionSetNode) -> Iterable[str]:
    sets = [selection_set]
    while sets:
        for selection in sets.pop().selections:
            if isinstance(selection, FragmentSpreadNode):
                yield selection.name.value
            elif selection.selection_set:  # type: ignore[attr-defined] # a field or a fragment
                sets.append(selection.selection_set)  # type: ignore[attr-defined]
