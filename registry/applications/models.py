"""Tables of rounds, applications, answers and frozen submissions. States and transitions are law: `rules.py`."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from registry.db.rows import Row


class Round(Row):
    """A call for applications in one scheme, one province and one year."""

    scheme = fields.CharField(60)
    year = fields.IntField()
    place_code = fields.CharField(6)
    title_zh = fields.CharField(200)
    title_en = fields.CharField(200)
    opens_on = fields.DateField()
    closes_on = fields.DateField()
    document_number = fields.CharField(100, default="")
    created_at = fields.DatetimeField()

    class Meta:
        table = "round"
        unique_together = (("scheme", "year", "place_code"),)


class Application(Row):
    """One site's way through one round. The edition is bound when the form is opened and frozen at submission.

    `attempt` rises when a site applies anew after withdrawing in the same round. `renews_certificate_id` is the
    certificate that is to be renewed, `carried_from_id` the submission whose answers the form began with.
    """

    round: fields.ForeignKeyRelation[Round] = fields.ForeignKeyField(
        "registry.Round", related_name="applications", on_delete=fields.RESTRICT
    )
    round_id: UUID
    scheme = fields.CharField(60)
    enterprise_id = fields.UUIDField()
    site_id = fields.UUIDField()
    place_code = fields.CharField(6)
    attempt = fields.IntField(default=1)
    edition = fields.CharField(60)
    state = fields.CharField(20)
    revision = fields.IntField(default=1)
    due_on = fields.DateField(null=True)
    opened_at = fields.DatetimeField()
    renews_certificate_id = fields.UUIDField(null=True)
    carried_from_id = fields.UUIDField(null=True)

    class Meta:
        table = "application"
        unique_together = (("round", "site_id", "attempt"),)
        indexes = (
            Index(fields=("place_code", "state")),
            Index(fields=("enterprise_id",)),
            Index(fields=("round_id",)),
            Index(fields=("site_id",)),
        )


class StateChange(Row):
    """Appended at each transition: the history of an application's state."""

    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        "registry.Application", related_name="state_changes", on_delete=fields.RESTRICT
    )
    application_id: UUID
    transition = fields.CharField(30)
    from_state = fields.CharField(20)
    to_state = fields.CharField(20)
    effective_on = fields.DateField()
    at = fields.DatetimeField()
    actor_id = fields.UUIDField(null=True)

    class Meta:
        table = "application_state_change"
        indexes = (Index(fields=("application_id",)),)


class Answer(Row):
    """The draft answer to one criterion. `version` rises with each save, so that two tabs cannot overwrite each other.

    `carried_on`: taken over from what was handed in on that day, and not yet confirmed by anybody.
    """

    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        "registry.Application", related_name="answers", on_delete=fields.RESTRICT
    )
    application_id: UUID
    criterion = fields.CharField(40)
    value: fields.JSONField[Any] = fields.JSONField(null=True)
    note = fields.CharField(2000, default="")
    version = fields.IntField(default=1)
    saved_at = fields.DatetimeField()
    saved_by = fields.UUIDField(null=True)
    carried_on = fields.DateField(null=True)

    class Meta:
        table = "answer"
        unique_together = (("application", "criterion"),)


class EvidenceLink(Row):
    """A stored file offered as evidence for one criterion. Withdrawn links stay, as history.

    `carried_on`: taken over from what was handed in on that day.
    """

    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        "registry.Application", related_name="evidence", on_delete=fields.RESTRICT
    )
    application_id: UUID
    criterion = fields.CharField(40)
    file_id = fields.UUIDField()
    sha256 = fields.CharField(64)
    title = fields.CharField(200)
    added_at = fields.DatetimeField()
    added_by = fields.UUIDField(null=True)
    withdrawn_at = fields.DatetimeField(null=True)
    carried_on = fields.DateField(null=True)

    class Meta:
        table = "evidence_link"
        unique_together = (("application", "criterion", "file_id"),)


class Submission(Row):
    """Frozen for ever: the only input of every later judgement. `snapshot` holds site, answers, evidence, edition digest.

    `revision` is that of the application as its person saw it, so that a double click is known as one.
    """

    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        "registry.Application", related_name="submissions", on_delete=fields.RESTRICT
    )
    application_id: UUID
    number = fields.IntField()
    revision = fields.IntField()
    edition = fields.CharField(60)
    edition_digest = fields.CharField(64)
    snapshot: fields.JSONField[Any] = fields.JSONField()
    sha256 = fields.CharField(64)
    submitted_on = fields.DateField()
    submitted_at = fields.DatetimeField()
    submitted_by = fields.UUIDField(null=True)

    class Meta:
        table = "submission"
        unique_together = (("application", "number"),)
