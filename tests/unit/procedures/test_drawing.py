"""Every shipped diagram is drawn completely and can be read: nothing missing, nothing on top of something else."""

from __future__ import annotations

from itertools import combinations

import pytest
from lxml import etree

from tests.unit.procedures.drawing import Box, Drawing, read
from tests.unit.procedures.shipped import NS, SLUGS, tree

NODES = {
    "startEvent", "endEvent", "intermediateCatchEvent", "boundaryEvent", "exclusiveGateway", "parallelGateway",
    "userTask", "serviceTask", "businessRuleTask", "sendTask", "receiveTask", "scriptTask", "subProcess",
}  # fmt: skip
CONTAINERS = {"participant", "lane", "subProcess"}


def kind(root: etree._Element, element: str) -> str:
    return etree.QName(root.find(f".//*[@id='{element}']")).localname


def nodes(root: etree._Element) -> dict[str, etree._Element]:
    found = root.iterfind(".//bpmn:process//*[@id]", NS)
    return {node.get("id"): node for node in found if etree.QName(node).localname in NODES}


def flows(root: etree._Element) -> dict[str, etree._Element]:
    return {flow.get("id"): flow for flow in root.iterfind(".//bpmn:sequenceFlow", NS)}


@pytest.fixture(params=SLUGS)
def root(request: pytest.FixtureRequest) -> etree._Element:
    return tree(request.param)


@pytest.fixture
def drawing(root: etree._Element) -> Drawing:
    return read(root)


def solid(root: etree._Element, drawing: Drawing) -> dict[str, Box]:
    """Boxes that nothing may lie on: all but pools, lanes and sub-processes; boundary events sit on a border."""
    return {element: box for element, box in drawing.boxes.items() if kind(root, element) not in CONTAINERS}


def test_every_node_and_every_flow_is_drawn(root: etree._Element, drawing: Drawing) -> None:
    places = {element.get("id") for tag in ("participant", "lane") for element in root.iterfind(f".//bpmn:{tag}", NS)}
    assert set(drawing.boxes) == set(nodes(root)) | places
    assert set(drawing.lines) == set(flows(root))


def test_every_name_outside_a_box_has_its_place(root: etree._Element, drawing: Drawing) -> None:
    outside = {"startEvent", "endEvent", "intermediateCatchEvent", "boundaryEvent", "exclusiveGateway"}
    named = {name for name, node in nodes(root).items() if node.get("name") and etree.QName(node).localname in outside}
    named |= {name for name, flow in flows(root).items() if flow.get("name")}
    assert set(drawing.labels) == named


def test_lines_start_and_end_on_borders(root: etree._Element, drawing: Drawing) -> None:
    for name, flow in flows(root).items():
        points = drawing.lines[name]
        assert drawing.boxes[flow.get("sourceRef")].on_border(points[0]), f"{name} does not leave its source"
        assert drawing.boxes[flow.get("targetRef")].on_border(points[-1]), f"{name} does not reach its target"


def test_lines_are_upright_or_level(drawing: Drawing) -> None:
    slanted = [name for name, a, b in drawing.segments() if a[0] != b[0] and a[1] != b[1]]
    assert slanted == []


def test_lanes_fill_the_pool_without_gaps(root: etree._Element, drawing: Drawing) -> None:
    pool = drawing.boxes["Participant_Office"]
    lanes = [drawing.boxes[lane.get("id")] for lane in root.iterfind(".//bpmn:lane", NS)]
    assert sum(lane.height for lane in lanes) == pool.height
    assert all(pool.holds(lane) and lane.right == pool.right for lane in lanes)
    assert not any(one.meets(other) for one, other in combinations(lanes, 2))


def test_every_node_belongs_to_the_lane_it_is_drawn_in(root: etree._Element, drawing: Drawing) -> None:
    referenced = []
    for lane in root.iterfind(".//bpmn:lane", NS):
        for reference in lane.iterfind("bpmn:flowNodeRef", NS):
            referenced.append(reference.text)
            if kind(root, reference.text) != "boundaryEvent":
                assert drawing.boxes[lane.get("id")].holds(drawing.boxes[reference.text]), reference.text
    top = [node.get("id") for node in root.find("bpmn:process", NS) if etree.QName(node).localname in NODES]
    assert sorted(referenced) == sorted(top)


def test_boundary_events_sit_on_their_activity(root: etree._Element, drawing: Drawing) -> None:
    for event in root.iterfind(".//bpmn:boundaryEvent", NS):
        box, host = drawing.boxes[event.get("id")], drawing.boxes[event.get("attachedToRef")]
        assert host.on_border((box.x + box.width / 2, box.y + box.height / 2)), event.get("id")


def test_parts_of_a_sub_process_lie_inside_it(root: etree._Element, drawing: Drawing) -> None:
    for part in root.iterfind(".//bpmn:subProcess/*[@id]", NS):
        if etree.QName(part).localname in NODES:
            assert drawing.boxes[part.getparent().get("id")].holds(drawing.boxes[part.get("id")]), part.get("id")


def test_nodes_do_not_lie_on_each_other(root: etree._Element, drawing: Drawing) -> None:
    boxes = {name: box for name, box in solid(root, drawing).items() if kind(root, name) != "boundaryEvent"}
    assert [pair for pair in combinations(boxes, 2) if boxes[pair[0]].meets(boxes[pair[1]])] == []


def test_labels_cover_neither_nodes_nor_labels(root: etree._Element, drawing: Drawing) -> None:
    boxes = solid(root, drawing)
    on_boxes = [(label, name) for label, at in drawing.labels.items() for name, box in boxes.items() if at.meets(box)]
    on_labels = [
        pair for pair in combinations(drawing.labels, 2) if drawing.labels[pair[0]].meets(drawing.labels[pair[1]])
    ]
    assert (on_boxes, on_labels) == ([], [])


def test_lines_run_through_no_node(root: etree._Element, drawing: Drawing) -> None:
    ends = {name: {flow.get("sourceRef"), flow.get("targetRef")} for name, flow in flows(root).items()}
    hosts = {event.get("id"): event.get("attachedToRef") for event in root.iterfind(".//bpmn:boundaryEvent", NS)}
    crossing = [
        (flow, name)
        for flow, a, b in drawing.segments()
        for name, box in solid(root, drawing).items()
        if box.crossed_by(a, b) and name not in ends[flow] and hosts.get(name) not in ends[flow]
    ]
    assert crossing == []


def test_lines_run_not_through_labels(drawing: Drawing) -> None:
    crossing = [
        (flow, label)
        for flow, a, b in drawing.segments()
        for label, box in drawing.labels.items()
        if box.crossed_by(a, b)
    ]
    assert crossing == []


def test_no_two_lines_share_a_stretch(drawing: Drawing) -> None:
    """Lines may cross, and may meet at a node, but never run on top of each other."""
    shared = []
    for (one, a, b), (other, c, d) in combinations(drawing.segments(), 2):
        if one == other:
            continue
        for axis in (0, 1):
            level = {a[1 - axis], b[1 - axis], c[1 - axis], d[1 - axis]}
            low, high = (
                max(min(a[axis], b[axis]), min(c[axis], d[axis])),
                min(max(a[axis], b[axis]), max(c[axis], d[axis])),
            )
            if len(level) == 1 and low < high:
                shared.append((one, other))
    assert shared == []


def test_the_main_way_reads_from_left_to_right(root: etree._Element, drawing: Drawing) -> None:
    """Along the default flows no step goes back, except where a supplement returns to the appraisal, or a parcel to the office."""
    returning = {"Gateway_Supplemented", "Gateway_PostAgain"}
    defaults = {gateway.get("default") for gateway in root.iterfind(".//bpmn:exclusiveGateway", NS)}
    for name, flow in flows(root).items():
        source, target = flow.get("sourceRef"), flow.get("targetRef")
        if name in defaults and source not in returning:
            assert drawing.boxes[target].right >= drawing.boxes[source].x, name
