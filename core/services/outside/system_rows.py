"""The row of the system that carries out a job: made when something is first to be noted of it."""

from __future__ import annotations

from sqlalchemy import select

from core.db.models import OutsideSystem, SystemTopic
from core.db.unit_of_work import Work
from core.db.upserts import insert_absent
from core.services.running.call_gates import default_system
from core.services.views.jobs import Job


def require(work: Work, job: Job) -> str:
    """The name of the job's system, which has a row from now on, as its topic has."""
    name = work.scalar(select(SystemTopic.system).where(SystemTopic.topic == job.topic))
    if name is None:
        name = default_system(job.topic)
        work.session.execute(insert_absent(work, SystemTopic), [{"topic": job.topic, "system": name}])
    name = job.system or name
    work.session.execute(insert_absent(work, OutsideSystem), [{"name": name}])
    return name
