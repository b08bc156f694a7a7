"""The page of what is executed of BPMN 2.0: every construct with the test that proves it, or the code of its refusal.

`python -m tests.unit.bpmn.coverage` writes docs/designer/bpmn-coverage.md. An executed construct names the test that proves
it; `test_coverage` checks that the page is up to date and that the tests are there.
"""

from __future__ import annotations

from pathlib import Path

from tests.unit.bpmn.constructs import Construct, constructs

PAGE = Path(__file__).parents[3] / "docs" / "designer" / "bpmn-coverage.md"


HEAD = """# What of BPMN 2.0 is executed

Every construct is either **executed** as the standard says, with a test that proves it, or **refused** when the diagram is
deployed, with the code of the finding (`lint.md`); there is nothing in between. This page is written by
`python -m tests.unit.bpmn.coverage`, and a test keeps it true.

Mỗi phần tử BPMN hoặc **được thực thi** đúng chuẩn (kèm tên bài kiểm thử), hoặc **bị từ chối** khi triển khai (kèm mã lỗi).
"""


def render() -> str:
    """The page."""
    found = constructs()
    executed = sum(not one.refusals for one in found)
    lines = [HEAD, f"{executed} of {len(found)} constructs are executed, {len(found) - executed} refused."]
    for section in dict.fromkeys(one.section for one in found):
        lines += [f"\n## {section}\n", "| Construct | | Proof or code |", "|---|---|---|"]
        for one in found:
            if one.section == section:
                lines.append(_line(one))
    return "\n".join(lines) + "\n"


def _line(one: Construct) -> str:
    codes = one.refusals
    if codes:
        return f"| {one.name} | refused / từ chối | {', '.join(f'`{code}`' for code in codes)} |"
    return f"| {one.name} | executed / thực thi | `{one.proof}` |"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
