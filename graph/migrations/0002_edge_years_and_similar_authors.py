"""From when to when two people wrote together, and who is similar without a work together."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("graph", "0001_initial"), ("works", "0001_initial")]

    operations = [
        migrations.AddField("collaborationedge", "first_year", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField("collaborationedge", "last_year", models.PositiveSmallIntegerField(null=True)),
        migrations.CreateModel(
            "SimilarAuthor",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "author",
                    models.ForeignKey(
                        "works.author", django.db.models.deletion.DO_NOTHING, db_constraint=False, db_index=False,
                        related_name="similar",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        "works.author", django.db.models.deletion.DO_NOTHING, db_constraint=False, db_index=False,
                        related_name="+",
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("collaborators_count", models.PositiveIntegerField()),
                ("topics_count", models.PositiveIntegerField()),
                ("through", django.contrib.postgres.fields.ArrayField(models.BigIntegerField())),
                ("topics", django.contrib.postgres.fields.ArrayField(models.BigIntegerField())),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("author", "place"), name="similar_place_unique")]
            },
        ),
    ]
