"""Rows that say the year of their work when they are written cost no look-up for it; others still get it."""

from django.db import migrations

FORWARD = """
    CREATE OR REPLACE TRIGGER year_of_topic BEFORE INSERT ON works_worktopic
        FOR EACH ROW WHEN (NEW.year = 0) EXECUTE FUNCTION works_year_of_topic();
    CREATE OR REPLACE TRIGGER year_of_institution BEFORE INSERT ON works_authorshipinstitution
        FOR EACH ROW WHEN (NEW.work_id IS NULL) EXECUTE FUNCTION works_year_of_institution();
"""
BACKWARD = """
    CREATE OR REPLACE TRIGGER year_of_topic BEFORE INSERT ON works_worktopic
        FOR EACH ROW EXECUTE FUNCTION works_year_of_topic();
    CREATE OR REPLACE TRIGGER year_of_institution BEFORE INSERT ON works_authorshipinstitution
        FOR EACH ROW EXECUTE FUNCTION works_year_of_institution();
"""


class Migration(migrations.Migration):
    dependencies = [("works", "0014_fewer_indexes")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
