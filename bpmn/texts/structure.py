"""Sentences about processes, ids and elements."""

from __future__ import annotations

from bpmn.texts.text import Text

STRUCTURE: dict[str, Text] = {
    "no-process": Text("The file holds no process; draw one.", "Tệp không có quy trình nào; hãy vẽ một quy trình."),
    "several-processes": Text(
        "There are several executable processes; keep one and make the other pools empty (black boxes).",
        "Có nhiều quy trình thực thi được; chỉ giữ một, các pool khác để rỗng (hộp đen).",
    ),
    "process-drawn-only": Text(
        "The process {found} is not executable and is not run; its pool is only a drawing.",
        "Quy trình {found} không thực thi và sẽ không chạy; pool này chỉ để minh hoạ.",
        "warning",
    ),
    "process-not-executable": Text(
        'The process is not executable; set "Executable" in its properties.',
        "Quy trình chưa đánh dấu thực thi; hãy bật “Executable” trong thuộc tính.",
    ),
    "participant-process": Text(
        "The pool refers to the process {found}, which does not exist.",
        "Pool trỏ tới quy trình {found} không tồn tại.",
    ),
    "id-missing": Text("A {type} has no id; give it one.", "Một phần tử {type} không có mã (id); hãy đặt mã."),
    "id-duplicate": Text(
        "The id is used by several elements; every element needs its own.",
        "Mã (id) bị dùng cho nhiều phần tử; mỗi phần tử cần một mã riêng.",
    ),
    "element-unsupported": Text(
        "{type} is not executed here; use one of the supported elements instead.",
        "Phần tử {type} chưa được thực thi; hãy dùng phần tử được hỗ trợ.",
    ),
    "attribute-unsupported": Text(
        "The attribute {name}={value} is not executed here; remove it.",
        "Thuộc tính {name}={value} chưa được thực thi; hãy bỏ đi.",
    ),
    "quantity-unsupported": Text(
        "{name}={value} is not executed; wait for several tokens with a parallel gateway, repeat work with a"
        " multi-instance marker.",
        "{name}={value} không được thực thi; hãy chờ nhiều nhánh bằng cổng song song, lặp việc bằng dấu đa thể hiện.",
    ),
    "loop-unsupported": Text(
        "{name} of the loop marker is not executed; name the items with zeebe:loopCharacteristics inputCollection.",
        "{name} của dấu lặp chưa được thực thi; hãy dùng inputCollection của zeebe:loopCharacteristics.",
    ),
    "loop-without-collection": Text(
        "The multi-instance marker has no input collection; give it a list, for example =residences.",
        "Dấu đa thể hiện chưa có tập đầu vào; hãy đặt một danh sách, ví dụ =residences.",
    ),
    "loop-size-twice": Text(
        "The multi-instance marker has both a cardinality and a collection or an input element; keep one of them.",
        "Dấu đa thể hiện có cả số lần lẫn tập (hoặc phần tử) đầu vào; chỉ giữ một.",
    ),
    "loop-size-invalid": Text(
        "{value} is no number of instances; write a whole number, or FEEL such as =count(copies).",
        "{value} không phải số thể hiện; hãy viết số nguyên hoặc FEEL, ví dụ =count(copies).",
    ),
    "loop-behavior": Text(
        "The behaviour {value} of the multi-instance marker throws events that nothing here draws; leave it at All and"
        " throw an escalation inside the activity instead.",
        "Hành vi {value} của dấu đa thể hiện phát sự kiện không được vẽ; hãy để All và phát leo thang bên trong.",
    ),
    "loop-result-half": Text(
        "Output collection and output element belong together; fill in both or neither.",
        "Tập đầu ra và phần tử đầu ra đi cùng nhau; hãy điền cả hai hoặc bỏ cả hai.",
    ),
    "loop-without-end": Text(
        "The loop has neither a condition nor a maximum and would never end.",
        "Vòng lặp không có điều kiện cũng không có số lần tối đa nên sẽ không kết thúc.",
    ),
    "loop-maximum-invalid": Text(
        "{value} is no maximum of a loop; write a whole number from 1 to 999999.",
        "{value} không phải số lần tối đa; hãy viết số nguyên từ 1 đến 999999.",
    ),
    "nesting-too-deep": Text(
        "Sub-processes nest deeper than {most} levels; flatten them.",
        "Quy trình con lồng quá {most} cấp; hãy làm phẳng bớt.",
    ),
    "lane-reference": Text(
        "The lane lists {found}, which is not an element of the process.",
        "Làn liệt kê {found}, vốn không phải phần tử của quy trình.",
        "warning",
    ),
}
