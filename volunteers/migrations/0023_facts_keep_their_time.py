"""The database itself keeps the past of seats, and marks the days whose figures a row changes.

Triggers, because the figures must be right whoever writes: an action, a bulk update, a merge.
What each table marks follows from where volunteers/queries/indicators/facts looks for it.
"""

from django.db import migrations, models

# The moment of a state is one of the row's own: nobody asks a clock here.
MOMENTS = """
CREATE FUNCTION samspil_keep_moment(place bigint, of_assignment bigint, of_group bigint, new_state text,
    heads int, each_hours numeric, moment timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE volunteers_seatmoment SET until = moment
    WHERE until IS NULL AND (assignment_id = of_assignment OR group_id = of_group);
    INSERT INTO volunteers_seatmoment
        (municipality_id, assignment_id, group_id, state, came, hours, since)
    VALUES (place, of_assignment, of_group, new_state, heads, each_hours, moment);
END $$;

CREATE FUNCTION samspil_moment_of(a volunteers_assignment) RETURNS timestamptz
LANGUAGE sql IMMUTABLE AS $$
    SELECT COALESCE(CASE a.state WHEN 'confirmed' THEN GREATEST(a.confirmed_at, a.unmarked_at)
        WHEN 'waiting' THEN a.waiting_at WHEN 'withdrawn' THEN a.withdrawn_at
        WHEN 'cancelled' THEN a.cancelled_at ELSE a.recorded_at END, a.created_at)
$$;

CREATE FUNCTION samspil_seat_moment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' OR (OLD.state, OLD.hours, OLD.companions_came)
            IS DISTINCT FROM (NEW.state, NEW.hours, NEW.companions_came) THEN
        PERFORM samspil_keep_moment(NEW.municipality_id, NEW.id, NULL, NEW.state,
            CASE WHEN NEW.state = 'attended' THEN 1 + NEW.companions_came ELSE 0 END,
            NEW.hours, samspil_moment_of(NEW));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER seat_moment AFTER INSERT OR UPDATE ON volunteers_assignment
    FOR EACH ROW EXECUTE FUNCTION samspil_seat_moment();

CREATE FUNCTION samspil_group_moment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' OR (OLD.state, OLD.hours, OLD.came)
            IS DISTINCT FROM (NEW.state, NEW.hours, NEW.came) THEN
        PERFORM samspil_keep_moment(NEW.municipality_id, NULL, NEW.id,
            CASE WHEN NEW.state = 'accepted' AND NEW.came IS NOT NULL THEN 'attended'
                 ELSE NEW.state END,
            COALESCE(NEW.came, 0), NEW.hours,
            COALESCE(CASE WHEN NEW.came IS NOT NULL THEN NEW.recorded_at END,
                     NEW.answered_at, NEW.asked_at));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER group_moment AFTER INSERT OR UPDATE ON volunteers_groupoffer
    FOR EACH ROW EXECUTE FUNCTION samspil_group_moment();
"""

# What stands already gets its newest moment, and the first answer what is known of it.
BACKFILL = """
INSERT INTO volunteers_seatmoment
    (municipality_id, assignment_id, state, came, hours, since, until)
SELECT a.municipality_id, a.id, 'confirmed', 0, NULL, COALESCE(a.confirmed_at, a.created_at), samspil_moment_of(a)
FROM volunteers_assignment a
WHERE a.state <> 'confirmed' AND (a.confirmed_at IS NOT NULL OR a.state IN ('attended', 'no_show'));
INSERT INTO volunteers_seatmoment (municipality_id, assignment_id, state, came, hours, since)
SELECT a.municipality_id, a.id, a.state, CASE WHEN a.state = 'attended' THEN 1 + a.companions_came ELSE 0 END, a.hours,
       samspil_moment_of(a)
FROM volunteers_assignment a;
INSERT INTO volunteers_seatmoment (municipality_id, group_id, state, came, hours, since)
SELECT g.municipality_id, g.id, CASE WHEN g.state = 'accepted' AND g.came IS NOT NULL THEN 'attended' ELSE g.state END,
       COALESCE(g.came, 0), g.hours, COALESCE(g.recorded_at, g.answered_at, g.asked_at)
FROM volunteers_groupoffer g;
UPDATE volunteers_offer o SET first_answered_at = o.answered_at, first_channel = o.channel,
    accepted_at = CASE WHEN o.state = 'accepted' THEN o.answered_at ELSE (
        SELECT COALESCE(a.confirmed_at, a.waiting_at, a.created_at)
        FROM volunteers_assignment a WHERE a.offer_id = o.id LIMIT 1) END
WHERE o.answered_at IS NOT NULL;
UPDATE institutions_task SET submitted_at = published_at WHERE published_at IS NOT NULL;
UPDATE volunteers_participant p SET presence_at = e.ends_at
FROM volunteers_event e WHERE e.id = p.event_id AND p.presence <> '';
INSERT INTO volunteers_textstop (municipality_id, volunteer_id, stopped_at)
SELECT v.municipality_id, v.id, v.opted_out_at FROM volunteers_volunteer v
WHERE v.opted_out_at IS NOT NULL;
"""

MARKS = """
CREATE FUNCTION samspil_mark(place bigint, moment timestamptz) RETURNS void LANGUAGE sql AS $$
    INSERT INTO volunteers_staleday (municipality_id, day)
    SELECT place, (moment AT TIME ZONE 'Europe/Copenhagen')::date WHERE moment IS NOT NULL
$$;
CREATE FUNCTION samspil_mark_slot(slot bigint) RETURNS void LANGUAGE sql AS $$
    INSERT INTO volunteers_staleday (municipality_id, day)
    SELECT s.municipality_id, (s.starts_at AT TIME ZONE 'Europe/Copenhagen')::date
    FROM institutions_slot s WHERE s.id = slot
$$;
CREATE FUNCTION samspil_mark_came(person bigint) RETURNS void LANGUAGE sql AS $$
    INSERT INTO volunteers_staleday (municipality_id, day)
    SELECT DISTINCT s.municipality_id, (s.starts_at AT TIME ZONE 'Europe/Copenhagen')::date
    FROM volunteers_assignment a
    JOIN volunteers_seatmoment m ON m.assignment_id = a.id AND m.state = 'attended'
    JOIN institutions_slot s ON s.id = a.slot_id
    WHERE a.volunteer_id = person
$$;

CREATE FUNCTION samspil_stale_slot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM samspil_mark(OLD.municipality_id, OLD.starts_at); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM samspil_mark(NEW.municipality_id, NEW.starts_at); END IF;
    IF TG_OP = 'UPDATE' AND (OLD.state, OLD.cancelled_at, OLD.task_id)
            IS DISTINCT FROM (NEW.state, NEW.cancelled_at, NEW.task_id)
            AND 'cancelled' IN (OLD.state, NEW.state) THEN
        PERFORM samspil_mark(o.municipality_id, moment) FROM volunteers_offer o,
            unnest(ARRAY[o.sent_at, o.first_answered_at]) moment WHERE o.slot_id = NEW.id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER stale_slot AFTER INSERT OR DELETE
    OR UPDATE OF starts_at, ends_at, seats, state, cancelled_at, task_id, municipality_id
    ON institutions_slot FOR EACH ROW EXECUTE FUNCTION samspil_stale_slot();

CREATE FUNCTION samspil_stale_task() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.published_at, OLD.institution_id) IS DISTINCT FROM (NEW.published_at, NEW.institution_id)
    THEN
        PERFORM samspil_mark(s.municipality_id, s.starts_at)
            FROM institutions_slot s WHERE s.task_id = NEW.id;
        PERFORM samspil_mark(o.municipality_id, moment)
            FROM institutions_slot s JOIN volunteers_offer o ON o.slot_id = s.id,
                unnest(ARRAY[o.sent_at, o.first_answered_at]) moment WHERE s.task_id = NEW.id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER stale_task AFTER UPDATE OF published_at, institution_id
    ON institutions_task FOR EACH ROW EXECUTE FUNCTION samspil_stale_task();

-- A place that changes department takes its history along: everything is counted anew.
CREATE FUNCTION samspil_stale_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO volunteers_staleday (municipality_id, day)
    SELECT c.municipality_id, c.day FROM volunteers_countedday c
    WHERE c.municipality_id = NEW.municipality_id;
    RETURN NULL;
END $$;
CREATE TRIGGER stale_place AFTER UPDATE OF department_id ON institutions_institution
    FOR EACH ROW WHEN (OLD.department_id IS DISTINCT FROM NEW.department_id)
    EXECUTE FUNCTION samspil_stale_place();

CREATE FUNCTION samspil_stale_moment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM samspil_mark_slot(a.slot_id) FROM volunteers_assignment a WHERE a.id = NEW.assignment_id;
    PERFORM samspil_mark_slot(g.slot_id) FROM volunteers_groupoffer g WHERE g.id = NEW.group_id;
    RETURN NULL;
END $$;
CREATE TRIGGER stale_moment AFTER INSERT OR UPDATE ON volunteers_seatmoment
    FOR EACH ROW EXECUTE FUNCTION samspil_stale_moment();

CREATE FUNCTION samspil_stale_seat() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM samspil_mark_slot(OLD.slot_id); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM samspil_mark_slot(NEW.slot_id); END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER stale_seat AFTER DELETE OR UPDATE OF volunteer_id, slot_id
    ON volunteers_assignment FOR EACH ROW EXECUTE FUNCTION samspil_stale_seat();
CREATE TRIGGER stale_group AFTER DELETE OR UPDATE OF slot_id, seats, association_id
    ON volunteers_groupoffer FOR EACH ROW EXECUTE FUNCTION samspil_stale_seat();
CREATE TRIGGER stale_thanks AFTER INSERT OR UPDATE OR DELETE
    ON volunteers_thanks FOR EACH ROW EXECUTE FUNCTION samspil_stale_seat();

CREATE FUNCTION samspil_stale_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM samspil_mark_slot(g.slot_id) FROM volunteers_groupoffer g
        WHERE g.id IN (OLD.group_id, NEW.group_id);
    RETURN NULL;
END $$;
CREATE TRIGGER stale_name AFTER INSERT OR UPDATE OR DELETE
    ON volunteers_groupname FOR EACH ROW EXECUTE FUNCTION samspil_stale_name();

CREATE FUNCTION samspil_stale_member() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM samspil_mark_came(OLD.volunteer_id); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM samspil_mark_came(NEW.volunteer_id); END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER stale_member AFTER INSERT OR DELETE OR UPDATE OF volunteer_id, association_id
    ON volunteers_membership FOR EACH ROW EXECUTE FUNCTION samspil_stale_member();

CREATE FUNCTION samspil_stale_pulse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM samspil_mark_slot(a.slot_id) FROM volunteers_assignment a
        WHERE a.id IN (OLD.assignment_id, NEW.assignment_id);
    RETURN NULL;
END $$;
CREATE TRIGGER stale_pulse AFTER INSERT OR DELETE OR UPDATE OF assignment_id, score, answered_at
    ON volunteers_pulse FOR EACH ROW EXECUTE FUNCTION samspil_stale_pulse();

CREATE FUNCTION samspil_stale_offer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM samspil_mark(OLD.municipality_id, moment)
            FROM unnest(ARRAY[OLD.sent_at, OLD.first_answered_at]) moment;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM samspil_mark(NEW.municipality_id, moment)
            FROM unnest(ARRAY[NEW.sent_at, NEW.first_answered_at]) moment;
        PERFORM samspil_mark(o.municipality_id, o.sent_at)
            FROM volunteers_offer o WHERE o.id = NEW.page_of_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER stale_offer AFTER INSERT OR DELETE OR UPDATE OF sent_at, state, volunteer_id,
    slot_id, page_of_id, first_answered_at, first_channel, accepted_at
    ON volunteers_offer FOR EACH ROW EXECUTE FUNCTION samspil_stale_offer();

CREATE FUNCTION samspil_stale_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.channel = 'sms' AND NEW.sent_at IS NOT NULL THEN
        PERFORM samspil_mark(NEW.municipality_id, NEW.sent_at);
    END IF;
    IF TG_OP = 'UPDATE' THEN PERFORM samspil_mark(OLD.municipality_id, OLD.sent_at); END IF;
    IF NEW.subject_type = 'offer' AND NEW.state = 'delivered' THEN
        PERFORM samspil_mark(o.municipality_id, o.sent_at)
            FROM volunteers_offer o WHERE o.id = NEW.subject_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER stale_message AFTER INSERT OR UPDATE OF sent_at, state, state_at, recipient_ref
    ON messaging_message FOR EACH ROW EXECUTE FUNCTION samspil_stale_message();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("volunteers", "0022_facts_and_their_days"),
        ("institutions", "0020_task_submitted"),
        ("messaging", "0004_message_by_sent"),
    ]
    operations = [
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(
                fields=["municipality", "first_answered_at"],
                condition=~models.Q(first_channel__in=["", "link"]),
                name="offer_answered_otherwise",
            ),
        ),
        migrations.RunSQL(MOMENTS, migrations.RunSQL.noop),
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
        migrations.RunSQL(MARKS, migrations.RunSQL.noop),
    ]
