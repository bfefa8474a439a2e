"""What is closed stays: PostgreSQL refuses to change or delete frozen figures, whoever asks."""

from django.db import migrations

TABLES = ("volunteers_closedperiod", "volunteers_measurement", "volunteers_yearclose")

REFUSE = """
CREATE FUNCTION samspil_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A closed figure in % is never changed; add a correction.', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("volunteers", "0020_success_criteria"),
    ]

    operations = [
        migrations.RunSQL(sql=REFUSE, reverse_sql="DROP FUNCTION samspil_refuse_change()"),
        *(
            migrations.RunSQL(
                sql=f"CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION samspil_refuse_change()",
                reverse_sql=f"DROP TRIGGER frozen ON {table}",
            )
            for table in TABLES
        ),
    ]
