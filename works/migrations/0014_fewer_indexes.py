"""Indexes on the first column of a constraint go, and rows of authors get room beside them.

A foreign key that begins a constraint or another index is found by that; its own index cost each row of a byline two
more writes, at the import and at each recount. An author's row changes with each work: with room on its page the new
one needs no new entry in any index.
"""

import django.db.models.deletion
from django.db import migrations, models

GONE = {
    "works_authorname_author_id_2e609ceb": "works_authorname (author_id)",
    "works_authorship_author_id_dcf0ef8a": "works_authorship (author_id)",
    "works_authorship_work_id_2b6feac7": "works_authorship (work_id)",
    "works_authorshipinstitution_authorship_id_82600859": "works_authorshipinstitution (authorship_id)",
    "works_version_work_id_a7e5b06a": "works_version (work_id)",
    "works_worktopic_work_id_b80f39f5": "works_worktopic (work_id)",
}


class Migration(migrations.Migration):
    dependencies = [("works", "0013_work_texts")]

    operations = [
        # By name: altering the fields would take every foreign key away and check it again, row by row.
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(f"DROP INDEX {name}", f"CREATE INDEX {name} ON {columns}")
                for name, columns in GONE.items()
            ],
            [
                migrations.AlterField(
                    model_name='authorname',
                    name='author',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='names', to='works.author'),
                ),
                migrations.AlterField(
                    model_name='authorship',
                    name='author',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='authorships', to='works.author'),
                ),
                migrations.AlterField(
                    model_name='authorship',
                    name='work',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='authorships', to='works.work'),
                ),
                migrations.AlterField(
                    model_name='authorshipinstitution',
                    name='authorship',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to='works.authorship'),
                ),
                migrations.AlterField(
                    model_name='version',
                    name='work',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='works.work'),
                ),
                migrations.AlterField(
                    model_name='worktopic',
                    name='work',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='work_topics', to='works.work'),
                ),
            ],
        ),
        migrations.RunSQL(
            "ALTER TABLE works_author SET (fillfactor = 50)", "ALTER TABLE works_author RESET (fillfactor)"
        ),
    ]
