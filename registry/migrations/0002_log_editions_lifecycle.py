"""Tables after step 0002_log_editions_lifecycle. Written by `python -m registry makemigrations`."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from orjson import loads
from registry.identifiers import new_id
from tortoise.fields.data import JSON_DUMPS
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    initial = False

    operations = [
        ops.CreateModel(
            name="EditionDraft",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("scheme", fields.CharField(max_length=60)),
                ("place_code", fields.CharField(max_length=6)),
                ("state", fields.CharField(max_length=20)),
                ("source", fields.CharField(default="", max_length=200)),
                ("content", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("report", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("cases", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("document_number", fields.CharField(default="", max_length=100)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("created_by", fields.UUIDField(null=True)),
                ("saved_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("saved_by", fields.UUIDField(null=True)),
                ("proposed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("proposed_by", fields.UUIDField(null=True)),
                ("proposed_digest", fields.CharField(default="", max_length=64)),
            ],
            options={
                "table": "edition_draft",
                "app": "registry",
                "indexes": [Index(fields=["place_code", "state"])],
                "pk_attr": "id",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="LogCheckpoint",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("size", fields.BigIntField(unique=True)),
                ("root", fields.CharField(max_length=64)),
                ("note", fields.TextField(unique=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "log_checkpoint", "app": "registry", "pk_attr": "id"},
            bases=["Row"],
        ),
        ops.CreateModel(
            name="LogHead",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("size", fields.BigIntField(default=0)),
                ("ordered", fields.BooleanField(default=False)),
            ],
            options={"table": "log_head", "app": "registry", "pk_attr": "id"},
            bases=["Row"],
        ),
        ops.CreateModel(
            name="LogLeaf",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("index", fields.BigIntField(unique=True)),
                ("kind", fields.CharField(max_length=40)),
                ("subject", fields.CharField(max_length=200)),
                ("about", fields.CharField(max_length=200)),
                ("entry", fields.TextField(unique=False)),
                ("leaf_hash", fields.CharField(max_length=64)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "log_leaf",
                "app": "registry",
                "unique_together": (("kind", "subject"),),
                "indexes": [Index(fields=["about"]), Index(fields=["leaf_hash"])],
                "pk_attr": "id",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="LogNode",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("level", fields.SmallIntField()),
                ("place", fields.BigIntField()),
                ("hash", fields.CharField(max_length=64)),
            ],
            options={"table": "log_node", "app": "registry", "unique_together": (("level", "place"),), "pk_attr": "id"},
            bases=["Row"],
        ),
        ops.CreateModel(
            name="PublishedEdition",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("scheme", fields.CharField(max_length=60)),
                ("edition", fields.CharField(max_length=60)),
                ("place_code", fields.CharField(max_length=6)),
                ("in_force_from", fields.DateField()),
                ("document_number", fields.CharField(max_length=100)),
                ("content", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("cases", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("digest", fields.CharField(max_length=64)),
                ("draft_id", fields.UUIDField(unique=True)),
                ("proposed_by", fields.UUIDField()),
                ("published_by", fields.UUIDField()),
                ("published_on", fields.DateField()),
                ("published_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "published_edition",
                "app": "registry",
                "unique_together": (("scheme", "edition"), ("scheme", "place_code", "in_force_from")),
                "pk_attr": "id",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="Recheck",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("certificate_id", fields.UUIDField()),
                ("number", fields.CharField(max_length=60)),
                ("place_code", fields.CharField(max_length=6)),
                ("duty", fields.IntField()),
                ("ordinal", fields.IntField()),
                ("result", fields.CharField(max_length=20)),
                ("done_on", fields.DateField()),
                ("mend_by", fields.DateField(null=True)),
                ("document_number", fields.CharField(default="", max_length=100)),
                ("remark", fields.CharField(default="", max_length=1000)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("actor_id", fields.UUIDField(null=True)),
            ],
            options={
                "table": "recheck",
                "app": "registry",
                "unique_together": (("number", "duty", "ordinal"),),
                "indexes": [Index(fields=["place_code"])],
                "pk_attr": "id",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="Reissue",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("certificate_id", fields.UUIDField()),
                ("open_for", fields.CharField(null=True, unique=True, max_length=60)),
                ("number", fields.CharField(max_length=60)),
                ("place_code", fields.CharField(max_length=6)),
                ("reason", fields.CharField(max_length=60)),
                ("document_number", fields.CharField(max_length=100)),
                ("changes", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("note", fields.CharField(default="", max_length=1000)),
                ("state", fields.CharField(max_length=20)),
                ("proposed_by", fields.UUIDField()),
                ("proposed_on", fields.DateField()),
                ("proposed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("decided_by", fields.UUIDField(null=True)),
                ("decided_on", fields.DateField(null=True)),
                ("decided_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("remark", fields.CharField(default="", max_length=1000)),
                ("issued_id", fields.UUIDField(null=True)),
            ],
            options={
                "table": "reissue",
                "app": "registry",
                "indexes": [Index(fields=["number"]), Index(fields=["state", "place_code"])],
                "pk_attr": "id",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="Reminder",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("certificate_id", fields.UUIDField()),
                ("number", fields.CharField(max_length=60)),
                ("place_code", fields.CharField(max_length=6)),
                ("enterprise_id", fields.UUIDField()),
                ("kind", fields.CharField(max_length=20)),
                ("duty", fields.IntField(default=0)),
                ("show_on", fields.DateField()),
                ("due_on", fields.DateField()),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "reminder",
                "app": "registry",
                "unique_together": (("number", "kind", "duty", "show_on", "due_on"),),
                "indexes": [Index(fields=["enterprise_id"]), Index(fields=["place_code", "show_on"])],
                "pk_attr": "id",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="TrustedKey",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("kind", fields.CharField(max_length=20)),
                ("fingerprint", fields.CharField(max_length=64)),
                ("content", fields.TextField(unique=False)),
                ("subject", fields.CharField(default="", max_length=300)),
                ("expires_on", fields.DateField(null=True)),
                ("first_used_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("retired_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "trusted_key",
                "app": "registry",
                "unique_together": (("kind", "fingerprint"),),
                "pk_attr": "id",
            },
            bases=["Row"],
        ),
        ops.AddField(
            model_name="Answer",
            name="carried_on",
            field=fields.DateField(null=True),
        ),
        ops.AddField(
            model_name="Application",
            name="carried_from_id",
            field=fields.UUIDField(null=True),
        ),
        ops.AddField(
            model_name="Application",
            name="renews_certificate_id",
            field=fields.UUIDField(null=True),
        ),
        ops.AlterField(
            model_name="Certificate",
            name="application_id",
            field=fields.UUIDField(),
        ),
        ops.AlterField(
            model_name="Certificate",
            name="number",
            field=fields.CharField(max_length=60),
        ),
        ops.AddField(
            model_name="Certificate",
            name="log_index",
            field=fields.BigIntField(null=True),
        ),
        ops.AddField(
            model_name="Certificate",
            name="renews_id",
            field=fields.UUIDField(null=True),
        ),
        ops.AddField(
            model_name="Certificate",
            name="replaced_by_id",
            field=fields.UUIDField(null=True, unique=True),
        ),
        ops.AddField(
            model_name="Certificate",
            name="supersedes_id",
            field=fields.UUIDField(null=True, unique=True),
        ),
        ops.AddField(
            model_name="Certificate",
            name="version",
            field=fields.IntField(default=1),
        ),
        ops.AddIndex(
            model_name="Certificate",
            index=Index(fields=["renews_id"]),
        ),
        ops.AddConstraint(
            model_name="Certificate",
            constraint=UniqueConstraint(fields=("number", "version"), name=None),
        ),
        ops.AddConstraint(
            model_name="Certificate",
            constraint=UniqueConstraint(fields=("application_id", "version"), name=None),
        ),
        ops.AddField(
            model_name="EvidenceLink",
            name="carried_on",
            field=fields.DateField(null=True),
        ),
        ops.RemoveConstraint(
            model_name="Site",
            name=None,
            fields=["enterprise", "name", "place_code"],
        ),
        ops.AlterField(
            model_name="Site",
            name="building_area_m2",
            field=fields.DecimalField(null=True, max_digits=14, decimal_places=2),
        ),
        ops.AlterField(
            model_name="Site",
            name="opened_on",
            field=fields.DateField(null=True),
        ),
        ops.AddField(
            model_name="Site",
            name="scheme",
            field=fields.CharField(default="green-mall", max_length=60),
        ),
        ops.AddConstraint(
            model_name="Site",
            constraint=UniqueConstraint(fields=("enterprise", "scheme", "name", "place_code"), name=None),
        ),
    ]
