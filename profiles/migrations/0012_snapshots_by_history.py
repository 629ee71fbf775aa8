"""Snapshots of an author are found by the index of their history; one on the author alone is a write too many."""

import django.db.models.deletion
from django.db import migrations, models

NAME = "profiles_trustsnapshot_author_id_f61e3a7a"


class Migration(migrations.Migration):
    dependencies = [("profiles", "0011_erasure_question"), ("works", "0013_work_texts")]

    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(f"DROP INDEX {NAME}", f"CREATE INDEX {NAME} ON profiles_trustsnapshot (author_id)")],
            [
                migrations.AlterField(
                    "trustsnapshot",
                    "author",
                    models.ForeignKey(
                        "works.author",
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="snapshots",
                    ),
                )
            ],
        )
    ]
