"""The one contact of an association leaves its row."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('volunteers', '0010_association_contacts'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='association',
            name='contact_email',
        ),
        migrations.RemoveField(
            model_name='association',
            name='contact_name',
        ),
        migrations.RemoveField(
            model_name='association',
            name='contact_phone',
        ),
        migrations.AlterField(
            model_name='association',
            name='uuid',
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
