from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('volunteers', '0005_contact_channel'),
    ]

    operations = [
        migrations.AlterField(
            model_name='link',
            name='purpose',
            field=models.CharField(choices=[('answer', 'Answer'), ('thanks', 'Thanks'), ('calendar', 'Calendar'), ('my_page', 'My Page')], max_length=12),
        ),
    ]
