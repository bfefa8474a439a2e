import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_sms_ceilings'),
        ('volunteers', '0002_calendar_feeds'),
    ]

    operations = [
        migrations.CreateModel(
            name='ContactCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('sign_up', 'Sign Up'), ('email', 'Email'), ('phone', 'Phone'), ('new_phone', 'New Phone'), ('erase', 'Erase')], max_length=12)),
                ('phone', models.CharField(max_length=16)),
                ('code_hash', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.municipality')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'phone', '-created_at'], name='code_of_number')],
            },
        ),
    ]
