from django.db import migrations

# Not worth a line in PostgreSQL's write-ahead log: after a crash the table is empty, and counting starts again.
COUNTERS = """
CREATE UNLOGGED TABLE limits_counter (
    key text PRIMARY KEY,
    value bigint NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX limits_counter_expires_at ON limits_counter (expires_at);
"""

class Migration(migrations.Migration):

    dependencies = []

    operations = [
        migrations.RunSQL(COUNTERS, "DROP TABLE limits_counter;"),
    ]
