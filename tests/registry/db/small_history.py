"""A small history of tables of its own, written step by step into a package, to try the migration machinery on."""

import importlib
import sys
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

HEAD = """
from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import UniqueConstraint


class Migration(migrations.Migration):
    dependencies = {dependencies}
    operations = [
{operations}
    ]
"""

MALL_AND_SHOPS = """
ops.CreateModel(
    name="Mall",
    fields=[
        ("id", fields.IntField(primary_key=True, generated=False)),
        ("name", fields.CharField(max_length=20, unique=True)),
        ("city", fields.CharField(max_length=6, db_index=True)),
        ("year", fields.IntField()),
        ("note", fields.CharField(max_length=20, description="told; later")),
    ],
    options={"table": "mall", "app": "registry", "unique_together": (("city", "year"),),
             "indexes": [Index(fields=["year", "city"])]},
    bases=["Model"],
),
ops.CreateModel(
    name="Shop",
    fields=[
        ("id", fields.IntField(primary_key=True, generated=False)),
        ("mall", fields.ForeignKeyField("registry.Mall", source_field="mall_id", related_name="shops",
                                        on_delete=fields.CASCADE)),
        ("name", fields.CharField(max_length=20)),
    ],
    options={"table": "shop", "app": "registry", "indexes": [Index(fields=["mall_id"])]},
    bases=["Model"],
),
"""


class History:
    """A package of steps in a folder of the test's own."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.folder = folder / name
        self.folder.mkdir()
        (self.folder / "__init__.py").write_text("")
        self.steps: list[str] = []
        sys.path.insert(0, str(folder))

    @property
    def apps(self) -> dict[str, Any]:
        """The ORM's description of an application with this history."""
        return {"registry": {"models": [], "default_connection": "default", "migrations": self.name}}

    def add(self, operations: str) -> None:
        """Write the next step."""
        step = f"{len(self.steps) + 1:04d}_step"
        dependencies = [("registry", self.steps[-1])] if self.steps else []
        text = HEAD.format(dependencies=dependencies, operations=indent(dedent(operations), " " * 8))
        (self.folder / f"{step}.py").write_text(text)
        self.steps.append(step)
        importlib.invalidate_caches()

    def drop_last(self) -> None:
        """Take the last step back, as if it had never been written."""
        step = self.steps.pop()
        (self.folder / f"{step}.py").unlink()
        sys.modules.pop(f"{self.name}.{step}", None)

    def forget(self) -> None:
        """Leave no trace in this process."""
        sys.path.remove(str(self.folder.parent))
        for module in [name for name in sys.modules if name.split(".")[0] == self.name]:
            del sys.modules[module]
