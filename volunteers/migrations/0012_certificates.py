"""Certificates as a status."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('institutions', '0009_hearing'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('volunteers', '0011_association_own_uuid'),
    ]

    operations = [
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('children', 'Børneattest'), ('record', 'Straffeattest')], max_length=8)),
                ('state', models.CharField(default='missing', max_length=10)),
                ('wanted_at', models.DateTimeField()),
                ('ordered_on', models.DateField(blank=True, null=True)),
                ('ok_until', models.DateField(blank=True, null=True)),
                ('assessed_on', models.DateField(blank=True, null=True)),
                ('reminded_day', models.PositiveSmallIntegerField(default=0)),
                ('assessed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('institution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.municipality')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='certificates', to='volunteers.volunteer')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'ordered_on'], name='certificate_by_order')],
                'constraints': [models.UniqueConstraint(fields=('volunteer', 'kind'), name='certificate_once'), models.CheckConstraint(condition=models.Q(('state__in', ['missing', 'ordered', 'in_order'])), name='certificate_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ordered'), _negated=True), ('ordered_on__isnull', False), _connector='OR'), name='ordered_on_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'in_order'), _negated=True), models.Q(('assessed_by__isnull', False), ('assessed_on__isnull', False), ('ok_until__isnull', False)), _connector='OR'), name='in_order_by_somebody')],
            },
        ),
    ]
