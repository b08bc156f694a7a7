"""What the services take and give: frozen values, no rows and no engine objects.

Times are aware datetimes in UTC; numbers of a dossier's values are ``int`` or ``Decimal`` (``core.jsontext``).
"""
