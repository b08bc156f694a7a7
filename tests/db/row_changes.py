"""Changes past the office of rows that belong to a dossier."""

from __future__ import annotations

ONE = "(SELECT id FROM dossier WHERE code = :code)"
#: what is done → a part of the sentence that names it, and the number of the event it names (None: none)
ROWS: dict[str, tuple[str, str, int | None]] = {
    "the status": ("UPDATE dossier SET status = 9 WHERE code = :code", "the status is Processed", 2),
    "the due date": ("UPDATE dossier SET due = '2031-01-01 00:00:00+00' WHERE code = :code", "the due date", 1),
    "no due date": ("UPDATE dossier SET due = NULL WHERE code = :code", "the due date is nothing", 1),
    "the index": ("UPDATE dossier SET index_due = NULL WHERE code = :code", "the due date for the statistics", 1),
    "the end": ("UPDATE dossier SET finished = '2026-11-30 00:00:00+00' WHERE code = :code", "the day it ended", 1),
    "returned": ("UPDATE dossier SET returned = received WHERE code = :code", "the day the result was returned", 1),
    "received": (
        "UPDATE dossier SET received = '2026-11-20 00:00:00+00' WHERE code = :code",
        "the time of reception",
        1,
    ),
    "receiver": ("UPDATE dossier SET received_by_id = NULL WHERE code = :code", "the receiver", 1),
    "paused": ("UPDATE dossier SET paused_since = received WHERE code = :code", "since when the clock stands", 1),
    "pauses": ("""UPDATE dossier SET pauses = '[{"start":"x"}]' WHERE code = :code""", "the list of pauses", 1),
    "stopped": ("UPDATE dossier SET stopped = NOT stopped WHERE code = :code", "whether it has stopped", 1),
    "channel": ("UPDATE dossier SET channel = 'post' WHERE code = :code", "the channel is post", 1),
    "way of return": ("UPDATE dossier SET return_by = 'post' WHERE code = :code", "the way of return", 1),
    "desk": (
        "UPDATE dossier SET reception_unit_id = (SELECT id FROM unit WHERE code = 'H99.06.01') WHERE code = :code",
        "the receiving unit",
        1,
    ),
    "office": (
        "UPDATE dossier SET processing_unit_id = (SELECT id FROM unit WHERE code = 'H99.06') WHERE code = :code",
        "the deciding unit",
        1,
    ),
    "units of the row": ("""UPDATE dossier SET units = '["H99"]' WHERE code = :code""", "the units that see it", 1),
    "a unit more sees it": (
        f"INSERT INTO dossier_unit (unit_id, dossier_id) SELECT id, {ONE} FROM unit WHERE code = 'H99.06'",
        "the units that see it",
        1,
    ),
    "procedure": ("UPDATE dossier SET procedure_code = '2.000908' WHERE code = :code", "the procedure", 1),
    "version": (
        "UPDATE dossier SET version_id = (SELECT version_id FROM dossier WHERE code = :later) WHERE code = :code",
        "the version of the procedure",
        1,
    ),
    "steps": ("UPDATE dossier SET revision = 77 WHERE code = :code", "the count of its steps", 2),
    "secret": ("UPDATE dossier SET secret_hash = '00' WHERE code = :code", "the secret of the receipt", 1),
    "name": (
        "UPDATE dossier SET applicant = replace(applicant, 'Trần Thị Thử', 'Người Khác') WHERE code = :code",
        "the applicant's name",
        1,
    ),
    "number": (
        "UPDATE dossier SET applicant = replace(applicant, '001099012345', '001099012346') WHERE code = :code",
        "the applicant's identity number",
        1,
    ),
    "name in lists": (
        "UPDATE dossier SET applicant_name = 'Người Khác' WHERE code = :code",
        "the applicant's name in lists",
        1,
    ),
    "a value": (
        f"""UPDATE dossier_state SET variables = replace(variables, '"returnBy":"counter"', '"returnBy":"post"')
        WHERE dossier_id = {ONE}""",
        "The value “returnBy” of the data is not what event 1 records.",
        1,
    ),
    "a value more": (
        f"""UPDATE dossier_state SET variables = replace(variables, '"returnBy":', '"fee"\\:0,"returnBy":')
        WHERE dossier_id = {ONE}""",
        "“fee”, which no event records",
        None,
    ),
    "a value less": (
        f"""UPDATE dossier_state SET variables = replace(variables, '"returnBy":', '"returnby":')
        WHERE dossier_id = {ONE}""",
        "The value “returnBy” that event 1 records is gone",
        1,
    ),
    "the diagram": (
        f"UPDATE dossier_state SET state = (SELECT state FROM dossier_state ORDER BY dossier_id DESC LIMIT 1) "
        f"WHERE dossier_id = {ONE}",
        "where it stands in the diagram",
        2,
    ),
    "a task closed": (
        f"UPDATE task SET state = 'completed' WHERE state = 'open' AND dossier_id = {ONE}",
        "the state is not what event 2 records",
        2,
    ),
    "a task opened again": (
        f"UPDATE task SET state = 'open' WHERE state = 'completed' AND dossier_id = {ONE}",
        "the state is not what event 2 records",
        2,
    ),
    "a task's holder": (
        f"UPDATE task SET assignee_id = NULL WHERE state = 'open' AND dossier_id = {ONE}",
        "the holder is not what event 4 records",
        4,
    ),
    "who may take it": (
        f"UPDATE task SET audience = 'head@H99.06' WHERE state = 'open' AND dossier_id = {ONE}",
        "who may take it",
        2,
    ),
    "a task's due date": (
        f"UPDATE task SET due = '2031-01-01 00:00:00+00' WHERE state = 'open' AND dossier_id = {ONE}",
        "the time limit of the task is “",
        2,
    ),
    "a task's place": (
        f"UPDATE task SET sort_due = '2031-01-01 00:00:00+00' WHERE state = 'open' AND dossier_id = {ONE}",
        "the place in the queue",
        2,
    ),
    "who closed it": (
        f"UPDATE task SET closed_by_name = 'Người Khác' WHERE state = 'completed' AND dossier_id = {ONE}",
        "who closed it",
        2,
    ),
    "a task gone": (f"DELETE FROM task WHERE state = 'open' AND dossier_id = {ONE}", "that event 2 opened is gone", 2),
    "a task of another": (
        f"UPDATE task SET token = 'other', dossier_id = {ONE} WHERE dossier_id = (SELECT id FROM dossier WHERE code = :later)",
        "that no event opened",
        None,
    ),
    "a paper's name": ("UPDATE document SET name = 'khac.pdf'", "The entry of the paper “don.pdf”", 3),
    "a paper's content": ("UPDATE document SET sha256 = '00'", "The entry of the paper “don.pdf”", 3),
    "a paper's size": ("UPDATE document SET size = 1", "The entry of the paper “don.pdf”", 3),
    "a paper's kind": ("UPDATE document SET kind = 'result'", "The entry of the paper “don.pdf”", 3),
    "a paper of another": (
        "UPDATE document SET dossier_id = (SELECT id FROM dossier WHERE code = :later)",
        "The paper “don.pdf” that event 3 records is gone",
        3,
    ),
    "a paper gone": ("DELETE FROM document", "The paper “don.pdf” that event 3 records is gone", 3),
}
