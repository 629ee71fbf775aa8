-- The database role of the web processes: it owns nothing, changes rows but no tables, and may read and add to the
-- journal, never change it. Run it as the role that owns the tables, before or after the first migration, again and
-- again if you like:
--   psql --set ON_ERROR_STOP=1 --file deploy/web_role.sql DATABASE
-- then give it a password (deploy/web_password.sh does in the container) and name it in the DATABASE_URL of web.

DO $$
BEGIN
    IF to_regrole('bzpeer_web') IS NULL THEN
        CREATE ROLE bzpeer_web LOGIN;
    END IF;
END
$$;

GRANT USAGE ON SCHEMA public TO bzpeer_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO bzpeer_web;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO bzpeer_web;
-- What later migrations of this role make.
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO bzpeer_web;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO bzpeer_web;

-- Before the first migration there is no journal; that migration takes the same rights back by itself.
DO $$
BEGIN
    IF to_regclass('db_journalentry') IS NOT NULL THEN
        REVOKE ALL ON db_journalentry, db_journaldetail, db_journalseal FROM bzpeer_web;
        GRANT SELECT, INSERT ON db_journalentry, db_journaldetail, db_journalseal TO bzpeer_web;
    END IF;
END
$$;
