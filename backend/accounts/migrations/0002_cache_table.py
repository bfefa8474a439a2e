"""The database cache's table, so that no separate createcachetable step is needed."""

from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    # The command leaves an existing table alone.
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE IF EXISTS cache")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_municipality_and_user")]

    operations = [migrations.RunPython(create, drop)]
