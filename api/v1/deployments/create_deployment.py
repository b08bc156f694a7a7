"""POST /deployments: deploys a procedure's files as its newest version, or says everything lint found."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.inputs import idempotency_key
from api.problems import lint_problem
from api.uploads import uploads
from api.v1.deployments import bp
from api.v1.deployments.schemas import FILES, DeploymentOut, package


@bp.post("/deployments")
@scope("deployments:write")
@bp.output(DeploymentOut, status_code=201)
@bp.doc(extensions={"requestBody": FILES})
def create_deployment() -> Response:
    """Deploy a procedure

    Running dossiers stay on their version. The same files again are the same version.
    """
    version = office().procedures.deploy(package(uploads()), actor(), idempotency_key())
    warnings = [lint_problem(problem) for problem in version.problems]
    shown = {**{name: getattr(version, name) for name in DeploymentOut.model_fields}, "problems": warnings}
    return answer(DeploymentOut, shown, 201, f"procedures/{version.procedure}")
