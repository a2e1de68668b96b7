"""Table of stored files: who handed in which content, under what name, and whether it may be handed out."""

from tortoise import fields

from registry.db.rows import Row
from registry.storage.rules import FileState


class StoredFile(Row):
    """One hand-in of content. The same content handed in twice is two rows and one object in the store."""

    sha256 = fields.CharField(max_length=64)
    size = fields.BigIntField()
    media_type = fields.CharField(max_length=100)
    original_name = fields.CharField(max_length=255)
    state = fields.CharEnumField(FileState, max_length=16)
    scan_note = fields.CharField(max_length=200, default="")
    owner_enterprise_id = fields.UUIDField(null=True)
    uploaded_by = fields.UUIDField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "stored_file"
        indexes = (("sha256",), ("owner_enterprise_id",))
