"""Saved searches are told apart by all that was typed, and runs say since when they are told of."""

from django.db import migrations, models

from works.search.language import read


def write_again(apps, schema_editor):
    """What was typed, in its one form; two rows with the same one had the same words before."""
    for row in apps.get_model("profiles", "SavedSearch").objects.iterator():
        row.words = read(row.words).written() or row.words
        row.key = row.words.lower()
        row.save(update_fields=["words", "key"])


class Migration(migrations.Migration):
    dependencies = [("profiles", "0012_snapshots_by_history")]

    operations = [
        migrations.RemoveField("savedsearch", "patterns"),
        migrations.RenameField("savedsearch", "folded", "key"),
        migrations.AlterField("savedsearch", "key", models.TextField(unique=True)),
        migrations.AlterField("savedsearch", "words", models.CharField(max_length=500)),
        migrations.RunPython(write_again, migrations.RunPython.noop),
        migrations.AddField("newsrun", "told_at", models.DateTimeField(blank=True, null=True)),
    ]
