"""The certificate book's tables: number series, certificates, status changes, seal styles of issuing bureaus."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from registry.db.rows import Row


class NumberSeries(Row):
    """The last serial given in one scheme, place and year; raised inside the transaction that uses the number."""

    scheme = fields.CharField(60)
    place_code = fields.CharField(6)
    year = fields.IntField()
    last_serial = fields.IntField(default=0)

    class Meta:
        table = "number_series"
        unique_together = (("scheme", "place_code", "year"),)


class IssuingBureau(Row):
    """Who issues in a place: name on the certificate and in the seal, its own credit code, the address at which its
    certificates are verified. Dated: bureaus are renamed. `demonstration` marks every certificate as a specimen.
    """

    place_code = fields.CharField(6)
    name_zh = fields.CharField(100)
    name_en = fields.CharField(200)
    uscc = fields.CharField(18)
    signatory = fields.CharField(100, default="")
    verify_base_url = fields.CharField(200)
    demonstration = fields.BooleanField(default=False)
    valid_from = fields.DateField()
    valid_until = fields.DateField(null=True)

    class Meta:
        table = "issuing_bureau"
        unique_together = (("place_code", "valid_from"),)


class Certificate(Row):
    """One version of a certificate. `record` is what is printed and sealed; it never changes.

    A number is given once; a re-issue (换发) keeps it and raises the version. `supersedes_id` is the version that this one
    replaced, `replaced_by_id` the one that replaced this. `renews_id` is the certificate, of another number, that the
    same mall held before.
    """

    number = fields.CharField(60)
    version = fields.IntField(default=1)
    identifier = fields.CharField(120, unique=True)
    scheme = fields.CharField(60)
    place_code = fields.CharField(6)
    application_id = fields.UUIDField()
    supersedes_id = fields.UUIDField(null=True, unique=True)
    replaced_by_id = fields.UUIDField(null=True, unique=True)
    renews_id = fields.UUIDField(null=True)
    enterprise_id = fields.UUIDField()
    site_id = fields.UUIDField()
    level = fields.CharField(20)
    site_format = fields.CharField(40, default="")
    building_area_m2 = fields.DecimalField(14, 2, null=True)
    year = fields.IntField()
    record: fields.JSONField[Any] = fields.JSONField()
    record_sha256 = fields.CharField(64)
    log_index = fields.BigIntField(null=True)
    """Where its issue stands in the transparency log; None only for what was issued before there was one."""
    issued_on = fields.DateField()
    valid_from = fields.DateField()
    valid_until = fields.DateField()
    reserved_at = fields.DatetimeField()
    printed_at = fields.DatetimeField(null=True)
    pdf_sha256 = fields.CharField(64, default="")
    seal_level = fields.CharField(20, default="")

    class Meta:
        table = "certificate"
        unique_together = (("number", "version"), ("application_id", "version"))
        indexes = (
            Index(fields=("renews_id",)),
            Index(fields=("enterprise_id",)),
            Index(fields=("place_code", "scheme")),
        )


class StatusChange(Row):
    """Appended: from `effective_on` the certificate is suspended, reinstated, revoked, … `reason` is a code of
    `certificates/lifecycle.toml`; `remark` is told to the holder and never public.
    """

    certificate: fields.ForeignKeyRelation[Certificate] = fields.ForeignKeyField(
        "registry.Certificate", related_name="status_changes", on_delete=fields.RESTRICT
    )
    certificate_id: UUID
    ordinal = fields.IntField()
    status = fields.CharField(20)
    effective_on = fields.DateField()
    reason = fields.CharField(60)
    remark = fields.CharField(1000, default="")
    document_number = fields.CharField(100, default="")
    at = fields.DatetimeField()
    actor_id = fields.UUIDField(null=True)

    class Meta:
        table = "certificate_status_change"
        unique_together = (("certificate", "ordinal"),)
