"""The picture of a chain: everything in its layer, nothing on top of anything."""

from hypothesis import given
from hypothesis import strategies as st

from daumoi.catalogue.drawing import Edge, Node, layout

graphs = st.lists(st.integers(-4, 4), min_size=1, max_size=30).flatmap(
    lambda levels: st.tuples(
        st.just([Node(pk, level, pk % 7) for pk, level in enumerate(levels)]),
        st.lists(
            st.builds(Edge, st.integers(0, len(levels) - 1), st.integers(0, len(levels) - 1)),
            max_size=40,
        ),
    )
)


@given(graphs)
def test_boxes_stand_apart_in_their_layers_and_inside_the_sheet(graph):
    nodes, edges = graph
    drawing = layout(nodes, edges)
    boxes = {box.id: box for box in drawing.boxes}
    assert set(boxes) == {node.id for node in nodes}
    for box in boxes.values():
        assert box.x >= 0 and box.y >= 0
        assert box.x + box.width <= drawing.width and box.y + box.height <= drawing.height
    for one in nodes:
        for other in nodes:
            a, b = boxes[one.id], boxes[other.id]
            if one.level < other.level:
                assert a.x + a.width < b.x
            elif one.id < other.id and one.level == other.level:
                assert a.x == b.x and abs(a.y - b.y) > a.height
    assert len(drawing.arrows) == len(edges)
    assert layout(nodes, edges) == drawing


def test_a_straight_chain_is_drawn_straight():
    drawing = layout([Node(1, -1), Node(2, 0), Node(3, 1)], [Edge(1, 2), Edge(2, 3)])
    assert [box.y for box in drawing.boxes] == [8, 8, 8]
    assert len({box.x for box in drawing.boxes}) == 3


def test_results_stand_beside_what_led_to_them():
    nodes = [Node(0, 0), Node(1, 1, age=9), Node(2, 1, age=1), Node(3, 2), Node(4, 2)]
    drawing = layout(nodes, [Edge(0, 1), Edge(0, 2), Edge(1, 4), Edge(2, 3)])
    y = {box.id: box.y for box in drawing.boxes}
    assert (y[1] < y[2]) == (y[4] < y[3])
