"""Regular expressions as XPath and XQuery Functions 3.1, section 5.6, define them; nothing runs Python's ``re`` on them.

A pattern is read by a parser of our own and run by RE2, whose time is linear. What RE2 has not (back references, some
class subtractions) runs on a matcher that counts its steps against the evaluation's budget.
"""
