"""How many works an author has of each year, for the profile."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("works", "0011_newest_first_and_stored_figures")]

    operations = [
        migrations.AddField("author", "years", models.JSONField(default=list, db_default=[])),
    ]
