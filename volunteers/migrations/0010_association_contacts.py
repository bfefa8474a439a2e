"""Several contacts an association, its papers, and members vouched for."""

import uuid

import django.db.models.deletion
from django.utils import timezone
from django.db import migrations, models


def move_contacts(apps, _schema_editor):
    """Each association gets its own uuid, and its one contact becomes the first of several."""
    Association = apps.get_model('volunteers', 'Association')
    Contact = apps.get_model('volunteers', 'AssociationContact')
    for row in Association.objects.all():
        row.uuid = uuid.uuid4()
        row.save(update_fields=['uuid'])
        Contact.objects.create(
            municipality_id=row.municipality_id,
            association=row,
            name=row.contact_name,
            phone=row.contact_phone,
            email=row.contact_email,
            created_at=timezone.now(),
        )



class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_certificate_settings'),
        ('volunteers', '0009_dialogue_and_disagreements'),
    ]

    operations = [
        migrations.AddField(
            model_name='association',
            name='insurance_note',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='association',
            name='review_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='membership',
            name='vouched_by',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name='membership',
            name='vouched_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name='AssociationContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=80)),
                ('phone', models.CharField(max_length=16)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('created_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('association', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='volunteers.association')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.municipality')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='AssociationPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('agreement', 'Samarbejdsaftale'), ('declaration', 'Erklæring om børneattester')], max_length=12)),
                ('text', models.TextField(max_length=8000)),
                ('ends_on', models.DateField()),
                ('sent_at', models.DateTimeField()),
                ('sent_by', models.CharField(max_length=80)),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('accepted_by', models.CharField(blank=True, max_length=80)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('association', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='volunteers.association')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.municipality')),
            ],
            options={
                'ordering': ['-sent_at', '-id'],
            },
        ),
        migrations.AddConstraint(
            model_name='associationcontact',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('association', 'phone'), name='contact_phone_once'),
        ),
        migrations.AddConstraint(
            model_name='associationpaper',
            constraint=models.CheckConstraint(condition=models.Q(('accepted_at__isnull', True), models.Q(('accepted_by', ''), _negated=True), _connector='OR'), name='accepted_by_somebody'),
        ),
        migrations.AddField(
            model_name='association',
            name='uuid',
            field=models.UUIDField(default=uuid.uuid4, editable=False, null=True),
        ),
        migrations.RunPython(move_contacts, migrations.RunPython.noop),
    ]
