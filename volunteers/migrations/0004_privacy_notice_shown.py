from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('volunteers', '0003_contact_codes'),
    ]

    operations = [
        migrations.AddField(
            model_name='volunteer',
            name='notice_shown_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
