"""What was released of a closed quarter is kept, and stays like the other frozen figures."""

import django.db.models.deletion
from django.db import migrations, models

_TABLE = "volunteers_releasedfigures"


class Migration(migrations.Migration):
    dependencies = [
        ("volunteers", "0024_who_sees_closed_figures"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReleasedFigures",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("figures", models.JSONField()),
                ("fields", models.JSONField()),
                (
                    "closed",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="released",
                        to="volunteers.closedperiod",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(
            sql=f"CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON {_TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION samspil_refuse_change()",
            reverse_sql=f"DROP TRIGGER frozen ON {_TABLE}",
        ),
    ]
