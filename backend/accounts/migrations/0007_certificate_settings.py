"""How long a children's certificate counts."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_sms_pace'),
    ]

    operations = [
        migrations.AddField(
            model_name='municipality',
            name='certificate_grace_days',
            field=models.PositiveSmallIntegerField(default=30),
        ),
        migrations.AddField(
            model_name='municipality',
            name='certificate_months',
            field=models.PositiveSmallIntegerField(default=24),
        ),
    ]
