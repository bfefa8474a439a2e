from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('volunteers', '0004_privacy_notice_shown'),
    ]

    operations = [
        migrations.AddField(
            model_name='volunteer',
            name='channel',
            field=models.CharField(choices=[('sms', 'Sms'), ('email', 'E-mail'), ('phone', 'Ring til mig')], default='sms', max_length=8),
        ),
    ]
