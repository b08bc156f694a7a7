"""A paper that is not taken, or not shown."""

from __future__ import annotations

from core.errors.base import CoreError


class UploadRefused(CoreError):
    code = "upload-refused"
    template = "The file “%(name)s” was not taken: %(reason)s"


class UploadPostponed(UploadRefused):
    """The same, and it may be taken in some minutes."""


class PaperChanged(CoreError):
    """The content of a paper is not what was filed; nobody is shown something else under its name."""

    kind = "gone"
    code = "paper-changed"
    template = (
        "The paper “%(name)s” is not shown: its content was changed or lost since it was filed. The administrators and"
        " auditors have been told."
    )
