"""Tables of the queue: jobs, and signs of life of the workers."""

from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from registry.db.rows import Row


class Job(Row):
    """A piece of work with a name and a payload; what became of it is in its dates."""

    id: UUID
    name = fields.CharField(max_length=100)
    payload = fields.TextField()
    """JSON object, kept as text: nobody searches in it."""
    key = fields.CharField(max_length=200, null=True, unique=True)
    run_at = fields.DatetimeField()
    locked_until = fields.DatetimeField(null=True)
    locked_by = fields.CharField(max_length=200, null=True)
    attempts = fields.IntField(default=0)
    done_at = fields.DatetimeField(null=True)
    failed_at = fields.DatetimeField(null=True)
    last_error = fields.TextField(null=True)

    class Meta:
        table = "job"
        indexes = (Index(fields=("done_at", "failed_at", "run_at")), Index(fields=("locked_by",)))


class JobWorker(Row):
    """A worker's last sign of life."""

    worker = fields.CharField(max_length=200, unique=True)
    seen_at = fields.DatetimeField()

    class Meta:
        table = "job_worker"
