"""Questions to associations, their seats, and their contacts' links."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('institutions', '0009_hearing'),
        ('volunteers', '0012_certificates'),
    ]

    operations = [
        migrations.AlterField(
            model_name='contactcode',
            name='purpose',
            field=models.CharField(choices=[('sign_up', 'Sign Up'), ('email', 'Email'), ('phone', 'Phone'), ('new_phone', 'New Phone'), ('erase', 'Erase'), ('contact', 'Contact'), ('event', 'Event')], max_length=12),
        ),
        migrations.CreateModel(
            name='GroupAcceptance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('accepted_by', models.CharField(max_length=80)),
                ('accepted_at', models.DateTimeField()),
                ('association', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acceptances', to='volunteers.association')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.municipality')),
                ('rules_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.rulesversion')),
            ],
            options={
                'ordering': ['-accepted_at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('association', 'institution', 'rules_version'), name='group_acceptance_once')],
            },
        ),
        migrations.CreateModel(
            name='GroupName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='group_rows', to='volunteers.volunteer')),
            ],
        ),
        migrations.CreateModel(
            name='GroupOffer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(default='sent', max_length=10)),
                ('seats_asked', models.PositiveSmallIntegerField()),
                ('seats', models.PositiveSmallIntegerField(default=0)),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('asked_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('channel', models.CharField(blank=True, max_length=10)),
                ('asked_again_at', models.DateTimeField(blank=True, null=True)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('came', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('hours', models.DecimalField(blank=True, decimal_places=2, max_digits=4, null=True)),
                ('recorded_at', models.DateTimeField(blank=True, null=True)),
                ('association', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='group_offers', to='volunteers.association')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='group_offers', to='volunteers.associationcontact')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.municipality')),
                ('names', models.ManyToManyField(related_name='+', through='volunteers.GroupName', to='volunteers.volunteer')),
                ('slot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='group_offers', to='institutions.slot')),
            ],
            options={
                'ordering': ['slot_id', 'id'],
                'indexes': [models.Index(fields=['association', 'state'], name='group_of_association')],
                'constraints': [models.UniqueConstraint(fields=('association', 'slot'), name='one_group_per_slot'), models.CheckConstraint(condition=models.Q(('state__in', ['sent', 'accepted', 'declined', 'withdrawn', 'expired', 'recalled', 'cancelled'])), name='group_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('seats__gt', 0), ('state', 'accepted')), models.Q(models.Q(('state', 'accepted'), _negated=True), ('seats', 0)), _connector='OR'), name='group_has_seats_when_accepted'), models.CheckConstraint(condition=models.Q(('came__isnull', True), ('came', 0), ('hours__gt', 0), _connector='OR'), name='group_that_came_has_hours')],
            },
        ),
        migrations.AddField(
            model_name='groupname',
            name='group',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='name_rows', to='volunteers.groupoffer'),
        ),
        migrations.CreateModel(
            name='ContactLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('group', 'Group'), ('door', 'Door'), ('page', 'Page')], max_length=8)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='volunteers.associationcontact')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.municipality')),
                ('group', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='links', to='volunteers.groupoffer')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('group__isnull', False), ('purpose', 'group')), models.Q(models.Q(('purpose', 'group'), _negated=True), ('group__isnull', True)), _connector='OR'), name='group_link_has_its_group')],
            },
        ),
        migrations.AddConstraint(
            model_name='groupname',
            constraint=models.UniqueConstraint(fields=('group', 'volunteer'), name='group_name_once'),
        ),
    ]
