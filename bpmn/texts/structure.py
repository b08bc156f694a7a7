"""Sentences about processes, ids and elements."""

from __future__ import annotations

from bpmn.texts.text import LintText

STRUCTURE: dict[str, LintText] = {
    "no-process": LintText(
        en="The file holds no process; draw one.", vi="Tệp không có quy trình nào; hãy vẽ một quy trình."
    ),
    "several-processes": LintText(
        en="There are several executable processes; keep one and make the other pools empty (black boxes).",
        vi="Có nhiều quy trình thực thi được; chỉ giữ một, các pool khác để rỗng (hộp đen).",
    ),
    "process-drawn-only": LintText(
        en="The process {found} is not executable and is not run; its pool is only a drawing.",
        vi="Quy trình {found} không thực thi và sẽ không chạy; pool này chỉ để minh hoạ.",
        severity="warning",
    ),
    "process-not-executable": LintText(
        en='The process is not executable; set "Executable" in its properties.',
        vi="Quy trình chưa đánh dấu thực thi; hãy bật “Executable” trong thuộc tính.",
    ),
    "participant-process": LintText(
        en="The pool refers to the process {found}, which does not exist.",
        vi="Pool trỏ tới quy trình {found} không tồn tại.",
    ),
    "id-missing": LintText(
        en="A {type} has no id; give it one.", vi="Một phần tử {type} không có mã (id); hãy đặt mã."
    ),
    "id-duplicate": LintText(
        en="The id is used by several elements; every element needs its own.",
        vi="Mã (id) bị dùng cho nhiều phần tử; mỗi phần tử cần một mã riêng.",
    ),
    "element-unsupported": LintText(
        en="{type} is not executed here; use one of the supported elements instead.",
        vi="Phần tử {type} chưa được thực thi; hãy dùng phần tử được hỗ trợ.",
    ),
    "attribute-unsupported": LintText(
        en="The attribute {name}={value} is not executed here; remove it.",
        vi="Thuộc tính {name}={value} chưa được thực thi; hãy bỏ đi.",
    ),
    "quantity-unsupported": LintText(
        en="{name}={value} is not executed; wait for several tokens with a parallel gateway, repeat work with a"
        " multi-instance marker.",
        vi="{name}={value} không được thực thi; hãy chờ nhiều nhánh bằng cổng song song, lặp việc bằng dấu đa thể hiện.",
    ),
    "loop-unsupported": LintText(
        en="{name} of the loop marker is not executed; name the items with zeebe:loopCharacteristics inputCollection.",
        vi="{name} của dấu lặp chưa được thực thi; hãy dùng inputCollection của zeebe:loopCharacteristics.",
    ),
    "loop-without-collection": LintText(
        en="The multi-instance marker has no input collection; give it a list, for example =residences.",
        vi="Dấu đa thể hiện chưa có tập đầu vào; hãy đặt một danh sách, ví dụ =residences.",
    ),
    "loop-size-twice": LintText(
        en="The multi-instance marker has both a cardinality and a collection or an input element; keep one of them.",
        vi="Dấu đa thể hiện có cả số lần lẫn tập (hoặc phần tử) đầu vào; chỉ giữ một.",
    ),
    "loop-size-invalid": LintText(
        en="{value} is no number of instances; write a whole number, or FEEL such as =count(copies).",
        vi="{value} không phải số thể hiện; hãy viết số nguyên hoặc FEEL, ví dụ =count(copies).",
    ),
    "loop-behavior": LintText(
        en="The behaviour {value} of the multi-instance marker throws events that nothing here draws; leave it at All and"
        " throw an escalation inside the activity instead.",
        vi="Hành vi {value} của dấu đa thể hiện phát sự kiện không được vẽ; hãy để All và phát leo thang bên trong.",
    ),
    "loop-result-half": LintText(
        en="Output collection and output element belong together; fill in both or neither.",
        vi="Tập đầu ra và phần tử đầu ra đi cùng nhau; hãy điền cả hai hoặc bỏ cả hai.",
    ),
    "loop-without-end": LintText(
        en="The loop has neither a condition nor a maximum and would never end.",
        vi="Vòng lặp không có điều kiện cũng không có số lần tối đa nên sẽ không kết thúc.",
    ),
    "loop-maximum-invalid": LintText(
        en="{value} is no maximum of a loop; write a whole number from 1 to 999999.",
        vi="{value} không phải số lần tối đa; hãy viết số nguyên từ 1 đến 999999.",
    ),
    "nesting-too-deep": LintText(
        en="Sub-processes nest deeper than {most} levels; flatten them.",
        vi="Quy trình con lồng quá {most} cấp; hãy làm phẳng bớt.",
    ),
    "lane-reference": LintText(
        en="The lane lists {found}, which is not an element of the process.",
        vi="Làn liệt kê {found}, vốn không phải phần tử của quy trình.",
        severity="warning",
    ),
}
