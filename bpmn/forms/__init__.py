"""The forms of a procedure (form-js schemas): read, checked, resolved for a renderer. Pure functions, no HTML.

`parse_form` accepts only what the server can check by itself; the rest is refused with `FormError`.
"""

from bpmn.errors import FormError
from bpmn.forms.answers import FieldError, FormResult
from bpmn.forms.form import Form, parse_form
from bpmn.forms.views import FieldView

__all__ = ["FieldError", "FieldView", "Form", "FormError", "FormResult", "parse_form"]
