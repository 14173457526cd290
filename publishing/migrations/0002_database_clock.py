from django.db import migrations, models

# Every decision on what is due asks this function. The tests replace it, to move the database's clock.
CLOCK = """
CREATE FUNCTION coalition_now() RETURNS timestamptz LANGUAGE sql VOLATILE PARALLEL RESTRICTED
AS 'SELECT clock_timestamp()';
"""


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(CLOCK, "DROP FUNCTION coalition_now();"),
        migrations.AddField(
            model_name='heartbeat',
            name='skew_seconds',
            field=models.FloatField(default=0.0, help_text="How far the machine's clock is ahead of the database's.", verbose_name='clock skew in seconds'),
        ),
    ]
