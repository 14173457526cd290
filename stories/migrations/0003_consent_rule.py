"""The rule of consent in the database, so that it also holds for SQL by hand and for code that skips ``save()``."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ONE_CHANGER = """
UPDATE stories_consentrecord SET changed_by_id = recorded_by_id;
UPDATE stories_consentrecord SET confirmed_by_id = NULL WHERE confirmed_by_id = recorded_by_id;
SET CONSTRAINTS ALL IMMEDIATE;
"""

# Functions rather than views: a view would keep Wagtail's own migrations from altering the columns it names.
# The database's clock and the site's time zone decide which day it is.
RULE = f"""
CREATE FUNCTION stories_today() RETURNS date LANGUAGE sql STABLE AS $$
    SELECT (statement_timestamp() AT TIME ZONE '{settings.TIME_ZONE}')::date
$$;

-- What a story shows that the best record in force does not cover; {{record}} where none is in force.
CREATE FUNCTION stories_consent_lacks(
    story_key uuid, story_language text, shows_name boolean, shows_face boolean, shows_place boolean
) RETURNS text[] LANGUAGE sql STABLE COST 1000 AS $$
    SELECT coalesce((
        SELECT lacks
        FROM stories_consentrecord record
        JOIN wagtailcore_page page ON page.id = record.story_id
        CROSS JOIN LATERAL (SELECT array_remove(ARRAY[
            CASE WHEN NOT story_language = ANY (record.languages) THEN 'language' END,
            CASE WHEN NOT 'site' = ANY (record.channels) THEN 'site' END,
            CASE WHEN shows_name AND NOT record.covers_name THEN 'name' END,
            CASE WHEN shows_face AND NOT record.covers_face THEN 'face' END,
            CASE WHEN shows_place AND NOT record.covers_place THEN 'place' END
        ], NULL) AS lacks) AS compared
        WHERE page.translation_key = story_key
            AND record.confirmed_by_id IS NOT NULL
            AND record.withdrawn_on IS NULL
            AND record.valid_until >= stories_today()
        ORDER BY cardinality(lacks), record.id
        LIMIT 1
    ), ARRAY['record'])
$$;

CREATE FUNCTION stories_uncovered() RETURNS TABLE (page_id integer, story_key uuid, locale_id integer, lacks text[])
LANGUAGE sql STABLE AS $$
    SELECT page.id, page.translation_key, page.locale_id, found.lacks
    FROM stories_storypage story
    JOIN wagtailcore_page page ON page.id = story.page_ptr_id
    JOIN wagtailcore_locale locale ON locale.id = page.locale_id
    CROSS JOIN LATERAL (SELECT stories_consent_lacks(
        page.translation_key,
        locale.language_code,
        story.name <> '' AND NOT story.is_pseudonym,
        story.lead_image_id IS NOT NULL AND story.shows_face,
        story.place <> ''
    ) AS lacks) AS found
    WHERE page.live AND story.about = 'person' AND NOT story.is_sample AND cardinality(found.lacks) > 0
$$;
"""

DROP_RULE = """
DROP FUNCTION stories_uncovered();
DROP FUNCTION stories_consent_lacks(uuid, text, boolean, boolean, boolean);
DROP FUNCTION stories_today();
"""

# Deferred, because Django writes a page's row before its story's. The state at the end of the transaction counts, so
# everything is read again rather than taken from NEW. The lock makes publishing and a change of consent take turns:
# whichever commits second sees the other.
GUARD = """
CREATE FUNCTION stories_refuse_uncovered() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found record;
BEGIN
    IF TG_TABLE_NAME = 'wagtailcore_page' THEN
        IF NOT EXISTS (SELECT FROM stories_storypage WHERE page_ptr_id = NEW.id) THEN
            RETURN NULL;
        END IF;
        PERFORM pg_advisory_xact_lock_shared(hashtext('stories_consent'));
        IF TG_OP = 'UPDATE' THEN
            SELECT * INTO found FROM stories_uncovered() u
            WHERE u.story_key IN (OLD.translation_key, NEW.translation_key) LIMIT 1;
        ELSE
            SELECT * INTO found FROM stories_uncovered() u WHERE u.page_id = NEW.id;
        END IF;
    ELSIF TG_TABLE_NAME = 'stories_storypage' THEN
        PERFORM pg_advisory_xact_lock_shared(hashtext('stories_consent'));
        SELECT * INTO found FROM stories_uncovered() u WHERE u.page_id = NEW.page_ptr_id;
    ELSE
        PERFORM pg_advisory_xact_lock_shared(hashtext('stories_consent'));
        SELECT * INTO found FROM stories_uncovered() u WHERE u.locale_id = NEW.id LIMIT 1;
    END IF;
    IF found.page_id IS NOT NULL THEN
        RAISE EXCEPTION 'Story page % may not be live: no consent in force covers its %.',
            found.page_id, array_to_string(array_replace(found.lacks, 'record', 'publication'), ', ')
            USING ERRCODE = 'check_violation', CONSTRAINT = 'stories_live_needs_consent', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER stories_consent_page_added AFTER INSERT ON wagtailcore_page
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.live) EXECUTE FUNCTION stories_refuse_uncovered();
CREATE CONSTRAINT TRIGGER stories_consent_page_changed
    AFTER UPDATE OF live, translation_key, locale_id ON wagtailcore_page
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.live OR OLD.translation_key IS DISTINCT FROM NEW.translation_key)
    EXECUTE FUNCTION stories_refuse_uncovered();
-- Without a list of columns, which would keep later migrations from altering them.
CREATE CONSTRAINT TRIGGER stories_consent_story_changed AFTER INSERT OR UPDATE ON stories_storypage
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION stories_refuse_uncovered();
CREATE CONSTRAINT TRIGGER stories_consent_locale_changed AFTER UPDATE OF language_code ON wagtailcore_locale
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.language_code IS DISTINCT FROM NEW.language_code)
    EXECUTE FUNCTION stories_refuse_uncovered();
"""

DROP_GUARD = """
DROP TRIGGER stories_consent_locale_changed ON wagtailcore_locale;
DROP TRIGGER stories_consent_story_changed ON stories_storypage;
DROP TRIGGER stories_consent_page_changed ON wagtailcore_page;
DROP TRIGGER stories_consent_page_added ON wagtailcore_page;
DROP FUNCTION stories_refuse_uncovered();
"""

# A change of consent never fails for what is live: it takes the page down, and leaves a job that completes what Wagtail
# does when it unpublishes. The job of the next end is written before the lock is taken: the scheduler, too, has the
# job's row before it takes the lock.
TAKE_DOWN = f"""
CREATE FUNCTION stories_take_down_uncovered() RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    taken integer;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('stories_consent'));
    WITH down AS (
        UPDATE wagtailcore_page page
        SET live = false, has_unpublished_changes = true, live_revision_id = NULL
        FROM stories_uncovered() u WHERE page.id = u.page_id
        RETURNING page.id
    )
    INSERT INTO publishing_job (kind, key, due_at, payload, attempts, last_error)
    SELECT 'stories.taken_down', down.id::text, statement_timestamp(), '{{}}', 0, '' FROM down
    ON CONFLICT (kind, key) DO UPDATE SET due_at = excluded.due_at, attempts = 0, last_error = '';
    GET DIAGNOSTICS taken = ROW_COUNT;
    RETURN taken;
END
$$;

CREATE FUNCTION stories_plan_consent_end() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    last_day date;
BEGIN
    SELECT min(valid_until) INTO last_day FROM stories_consentrecord
    WHERE confirmed_by_id IS NOT NULL AND withdrawn_on IS NULL
        AND valid_until BETWEEN stories_today() AND DATE '9999-12-30';
    IF last_day IS NULL THEN
        DELETE FROM publishing_job WHERE kind = 'stories.consent_end' AND key = 'next';
        RETURN;
    END IF;
    INSERT INTO publishing_job (kind, key, due_at, payload, attempts, last_error)
    VALUES ('stories.consent_end', 'next', (last_day + 1)::timestamp AT TIME ZONE '{settings.TIME_ZONE}', '{{}}', 0, '')
    ON CONFLICT (kind, key) DO UPDATE SET due_at = excluded.due_at, attempts = 0, last_error = '';
END
$$;

CREATE FUNCTION stories_consent_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM stories_plan_consent_end();
    PERFORM stories_take_down_uncovered();
    RETURN NULL;
END
$$;

CREATE TRIGGER stories_consent_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON stories_consentrecord
    FOR EACH STATEMENT EXECUTE FUNCTION stories_consent_changed();
"""

DROP_TAKE_DOWN = """
DROP TRIGGER stories_consent_changed ON stories_consentrecord;
DROP FUNCTION stories_consent_changed();
DROP FUNCTION stories_plan_consent_end();
DROP FUNCTION stories_take_down_uncovered();
"""

# A confirmation is for what its giver saw: any other change takes it away, and so does a write that began from an
# older version of the record.
FOUR_EYES = """
CREATE FUNCTION stories_consent_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before stories_consentrecord;
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.version := 1;
        NEW.changed_by_id := coalesce(NEW.changed_by_id, NEW.recorded_by_id);
        RETURN NEW;
    END IF;
    before := OLD;
    before.confirmed_by_id := NEW.confirmed_by_id;
    IF before IS DISTINCT FROM NEW THEN
        NEW.confirmed_by_id := NULL;
    END IF;
    NEW.version := OLD.version;
    IF OLD IS DISTINCT FROM NEW THEN
        NEW.version := OLD.version + 1;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER stories_consent_version BEFORE INSERT OR UPDATE ON stories_consentrecord
    FOR EACH ROW EXECUTE FUNCTION stories_consent_version();
"""

DROP_FOUR_EYES = """
DROP TRIGGER stories_consent_version ON stories_consentrecord;
DROP FUNCTION stories_consent_version();
"""

# Where a story is used, and the history of the site, are open to people who may not see consent records.
FORGET_TRACES = """
DELETE FROM wagtailcore_referenceindex WHERE base_content_type_id IN (
    SELECT id FROM django_content_type WHERE app_label = 'stories' AND model = 'consentrecord'
);
"""

APPLY = """
SELECT stories_plan_consent_end();
SELECT stories_take_down_uncovered();
DELETE FROM publishing_job WHERE kind = 'stories.consent_end' AND key <> 'next';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0001_initial"),
        ("stories", "0002_regions"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="consentrecord",
            name="changed_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="last changed by",
            ),
        ),
        migrations.AddField(
            model_name="consentrecord",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name="version"),
        ),
        migrations.RunSQL(ONE_CHANGER, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="consentrecord",
            name="changed_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="last changed by",
            ),
        ),
        migrations.AddConstraint(
            model_name="consentrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by__isnull", True),
                    models.Q(
                        models.Q(("confirmed_by", models.F("recorded_by")), _negated=True),
                        models.Q(("confirmed_by", models.F("changed_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="consent_confirmed_by_someone_else",
                violation_error_message="Someone other than the people who recorded and last changed this consent must confirm it.",
            ),
        ),
        migrations.RunSQL(RULE, DROP_RULE),
        migrations.RunSQL(GUARD, DROP_GUARD),
        migrations.RunSQL(TAKE_DOWN, DROP_TAKE_DOWN),
        migrations.RunSQL(FOUR_EYES, DROP_FOUR_EYES),
        migrations.RunSQL(FORGET_TRACES, migrations.RunSQL.noop),
        migrations.RunSQL(APPLY, migrations.RunSQL.noop),
    ]
