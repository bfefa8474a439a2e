"""A group may stand in line for the seats it needs, and be called as people are."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('volunteers', '0025_kept_releases'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='groupoffer',
            name='group_state_known',
        ),
        migrations.AddField(
            model_name='groupoffer',
            name='answer_by',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='groupoffer',
            name='called_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='groupoffer',
            name='seats_wanted',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='groupoffer',
            name='waiting_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='groupoffer',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['sent', 'accepted', 'waiting', 'declined', 'withdrawn', 'expired', 'recalled', 'cancelled'])), name='group_state_known'),
        ),
        migrations.AddConstraint(
            model_name='groupoffer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'waiting'), _negated=True), models.Q(('seats_wanted__gt', 0), ('waiting_at__isnull', False)), _connector='OR'), name='group_waits_for_seats'),
        ),
        migrations.AddConstraint(
            model_name='groupoffer',
            constraint=models.CheckConstraint(condition=models.Q(('answer_by__isnull', True), ('state', 'waiting'), _connector='OR'), name='group_called_from_the_line'),
        ),
    ]
