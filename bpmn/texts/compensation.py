"""Sentences about compensation and transactions."""

from __future__ import annotations

from bpmn.texts.text import LintText

COMPENSATION: dict[str, LintText] = {
    "compensation-handler": LintText(
        en="A compensation event needs an association with exactly one activity marked for compensation; draw it.",
        vi="Sự kiện bù trừ cần liên kết tới đúng một hoạt động được đánh dấu bù trừ; hãy vẽ liên kết.",
    ),
    "compensation-flow": LintText(
        en="No flow leaves a compensation event; draw an association with the activity that compensates.",
        vi="Không luồng nào ra khỏi sự kiện bù trừ; hãy vẽ liên kết (association) tới hoạt động bù trừ.",
    ),
    "compensation-activity-flow": LintText(
        en="An activity for compensation stands outside of the flow: no flows, no events on its border.",
        vi="Hoạt động bù trừ đứng ngoài luồng: không có luồng, không có sự kiện trên biên.",
    ),
    "compensation-activity-unused": LintText(
        en="No compensation event is associated with this activity, so it would never be done; draw the association.",
        vi="Không sự kiện bù trừ nào liên kết với hoạt động này nên nó không bao giờ chạy; hãy vẽ liên kết.",
    ),
    "compensation-twice": LintText(
        en="The activity has several compensation handlers; keep one event on its border or one event sub-process in it.",
        vi="Hoạt động có nhiều cách bù trừ; chỉ giữ một sự kiện trên biên hoặc một quy trình con theo sự kiện.",
    ),
    "compensation-level": LintText(
        en="A compensation event sub-process undoes the sub-process around it; here there is none that could be completed.",
        vi="Quy trình con bù trừ hoàn tác quy trình con chứa nó; ở đây không có quy trình con nào như vậy.",
    ),
    "compensation-interrupts": LintText(
        en="The start of a compensation event sub-process is always interrupting; clear the dashed border.",
        vi="Sự kiện bắt đầu của quy trình con bù trừ luôn là ngắt; hãy bỏ kiểu viền đứt.",
    ),
    "compensation-target": LintText(
        en="{found} is no activity on the level of the event (or around the event sub-process it is in); choose another.",
        vi="{found} không phải hoạt động cùng cấp với sự kiện (hoặc quanh quy trình con theo sự kiện chứa nó); hãy chọn lại.",
    ),
    "compensation-nothing": LintText(
        en="Nothing compensates {found}; give it a compensation event with an activity, or remove this event.",
        vi="Không có gì bù trừ cho {found}; hãy gắn sự kiện bù trừ kèm hoạt động, hoặc xoá sự kiện này.",
    ),
    "cancel-outside": LintText(
        en="Only a transaction can be cancelled: the end event belongs into one, the other onto its border.",
        vi="Chỉ giao dịch mới huỷ được: sự kiện kết thúc huỷ nằm trong giao dịch, sự kiện bắt huỷ nằm trên biên của nó.",
    ),
    "cancel-uncaught": LintText(
        en="The transaction can be cancelled, but no cancel event sits on its border; draw one and what follows.",
        vi="Giao dịch có thể bị huỷ nhưng trên biên không có sự kiện huỷ; hãy vẽ thêm cùng việc tiếp theo.",
    ),
    "cancel-interrupts": LintText(
        en="A cancel event always interrupts; clear the dashed border.",
        vi="Sự kiện huỷ luôn ngắt hoạt động; hãy bỏ kiểu viền đứt.",
    ),
}
