"""Names that reader and writer share."""

from __future__ import annotations

from typing import Final

NAMESPACE: Final = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
SIGNATURES: Final = "http://www.w3.org/2000/09/xmldsig#"
XLINK: Final = "http://www.w3.org/1999/xlink"
#: Dates and times as the axis writes them: local, without a zone.
DAY: Final = "%Y/%m/%d"
MOMENT: Final = "%Y/%m/%d %H:%M:%S"
#: Field of an office → element, in the order of a document; a status has the name before who is in charge.
ORGAN: Final = (
    ("in_charge", "OrganizationInCharge"),
    ("name", "OrganName"),
    ("address", "OrganAdd"),
    ("email", "Email"),
    ("telephone", "Telephone"),
    ("fax", "Fax"),
    ("website", "Website"),
)


def qualified(name: str) -> str:
    """An element's name with the namespace of edXML."""
    return f"{{{NAMESPACE}}}{name}"
