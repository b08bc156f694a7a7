"""Changes past the office of what belongs to no dossier: what is done → a part of the sentence that names it."""

from __future__ import annotations

OFFICE: dict[str, tuple[str, str]] = {
    "a file": (
        "UPDATE procedure_file SET data = (SELECT data FROM procedure_file WHERE name = 'procedure.toml' LIMIT 1) "
        "WHERE name = 'bo-sung.form' AND version_id = (SELECT version_id FROM dossier WHERE code = :code)",
        "The file “bo-sung.form” of procedure 1.004873, version 1, is not the one deployed.",
    ),
    "a file gone": (
        "DELETE FROM procedure_file WHERE name = 'bo-sung.form' AND version_id = "
        "(SELECT version_id FROM dossier WHERE code = :code)",
        "The file “bo-sung.form” of procedure 1.004873",
    ),
    "the hash of a version": (
        "UPDATE procedure_version SET sha256 = '00' WHERE id = (SELECT version_id FROM dossier WHERE code = :code)",
        "The SHA-256 of procedure 1.004873, version 1, was exchanged.",
    ),
    "the details of a version": (
        "UPDATE procedure_version SET details = replace(details, '\"pause\"', '\"paused\"') "
        "WHERE id = (SELECT version_id FROM dossier WHERE code = :code)",
        "The details of procedure 1.004873, version 1",
    ),
    "the version of new dossiers": (
        "UPDATE procedure SET current_id = NULL WHERE code = '1.004873'",
        "New dossiers of procedure 1.004873 get version 0; version 1 was deployed last.",
    ),
    "the version of another procedure": (
        "UPDATE procedure SET current_id = (SELECT version_id FROM dossier WHERE code = :later) WHERE code = '1.004873'",
        "New dossiers of procedure 1.004873 get version 1 of another procedure, 2.000908.",
    ),
    "a role": (
        "UPDATE membership SET role = 'admin' WHERE role = 'receiver' AND person_id = "
        "(SELECT id FROM person WHERE username = 'tiepnhan')",
        "“tiepnhan” holds the role “admin” in H99.05.01 from",
    ),
    "a role's unit": (
        "UPDATE membership SET unit_id = (SELECT id FROM unit WHERE code = 'H99.06') WHERE role = 'leader'",
        "in H99.05 that entry",
    ),
    "a role's begin": (
        "UPDATE membership SET starts = '2020-01-01' WHERE role = 'auditor'",
        "from 01/01/2020 on; entry",
    ),
    "a role's end": ("UPDATE membership SET ends = '2026-11-20' WHERE role = 'auditor'", "to 20/11/2026; entry"),
    "a role gone": ("DELETE FROM membership WHERE role = 'auditor'", "of the journal records is gone."),
    "a password of another": (
        "UPDATE person SET password_hash = (SELECT password_hash FROM person WHERE username = 'tiepnhan') "
        "WHERE username = 'lanhdao'",
        "The password of “lanhdao” is not the one that entry",
    ),
    "a person closed": (
        "UPDATE person SET active = NOT active WHERE username = 'lanhdao'",
        "The account “lanhdao” is closed; entry",
    ),
    "a token's person": (
        "UPDATE api_token SET person_id = (SELECT id FROM person WHERE username = 'quantri') WHERE name LIKE '%receiver'",
        "acts as “quantri”; entry",
    ),
    "a token's scopes": (
        "UPDATE api_token SET scopes = '[]' WHERE name LIKE '%receiver'",
        "The scopes or the end of the token",
    ),
    "a token gone": ("DELETE FROM api_token WHERE name LIKE '%receiver'", "of the journal records is gone."),
    "a unit's place": (
        "UPDATE unit SET parent_id = (SELECT id FROM unit WHERE code = 'H99.06') WHERE code = 'H99.05.02'",
        "The unit H99.05.02 stands below H99.06; entry",
    ),
    "a role nobody gave": (
        "INSERT INTO membership (id, person_id, role, unit_id, starts) SELECT 'a0000000000040008000000000000001', "
        "id, 'admin', (SELECT id FROM unit WHERE code = 'H99'), '2026-11-01' FROM person WHERE username = 'tiepnhan'",
        "“tiepnhan” holds the role “admin” in H99 from 01/11/2026 on, which no entry of the journal records.",
    ),
    "an entry of the journal": ("UPDATE journal SET payload = '{}' WHERE seq = 3", "The entry 3 of the journal"),
    "an actor of the journal": ("UPDATE journal SET actor_username = 'x' WHERE seq = 2", "The entry 2 of the journal"),
    "an entry gone": ("DELETE FROM journal WHERE seq = 3", "The entry 3 of the journal is missing."),
    "the journal's end": (
        "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)",
        "of the journal is missing",
    ),
    "the journal's head": (
        "UPDATE journal_head SET seq = seq - 1",
        "The mark of the journal's end is not that of its last entry",
    ),
    "a number's day": (
        "UPDATE code_counter SET last = last - 1",
        "a genuine dossier bears number 2: the counter was set back.",
    ),
    "a number more": ("UPDATE code_counter SET last = last + 1", "is missing: no dossier bears it."),
    "a counter gone": ("DELETE FROM code_counter", "a genuine dossier bears number 2: the counter was set back."),
}
