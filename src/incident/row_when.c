/* When a row says it was. */
#include "base/num.h"
#include "base/str.h"
#include "incident/number.h"
#include "incident/row.h"

static bool part(struct bm_row_work *work, int column, int *out)
{
    bm_str text = bm_row_value(work, column);
    int64_t value = 0;
    *out = 0;
    if (!text.p) return true;
    if (!bm_parse_count(text, &value) || value < 0 || value > 9999) return false;
    *out = (int)value;
    return true;
}

/* Names the part of a date that is wrong: the first that makes none. */
static void warn_part(struct bm_row_work *work)
{
    const struct bm_columns *c = &work->maker->columns;
    struct bm_date date;
    int year, month, day;

    if (!part(work, c->year, &year) || !bm_date_of(year, 0, 0, &date))
        BM_ROW_WARN(work, c->year, bm_row_value(work, c->year), "a year of four digits");
    else if (!part(work, c->month, &month) || !bm_date_of(year, month, 0, &date))
        BM_ROW_WARN(work, c->month, bm_row_value(work, c->month),
                    "a month from 1 to 12, or 0 where not known");
    else if (!part(work, c->day, &day) || !bm_date_of(year, month, day, &date))
        BM_ROW_WARN(work, c->day, bm_row_value(work, c->day), "a day of the month, or 0 where not known");
}

/* A date of three columns, 0 for unknown. */
static bool from_parts(struct bm_row_work *work, struct bm_date *out)
{
    const struct bm_columns *c = &work->maker->columns;
    int year, month, day;

    if (!bm_row_value(work, c->year).p) return false;
    if (part(work, c->year, &year) && part(work, c->month, &month) && part(work, c->day, &day) &&
        bm_date_of(year, month, month ? day : 0, out))
        return true;
    warn_part(work);
    return false;
}

static bool from_column(struct bm_row_work *work, int column, struct bm_date *out)
{
    bm_str text = bm_row_value(work, column);
    if (!text.p) return false;
    if (!bm_date_parse(text, work->maker->order, out)) {
        if (bm_date_is_solar_hijri(text))
            BM_ROW_WARN(work, column, text, "a date of the Gregorian calendar (this looks like Solar Hijri)");
        else
            BM_ROW_WARN(work, column, text, "a date such as 2016-08-08, 08/08/2016 or 8 August 2016");
        return false;
    }
    if (out->either && work->maker->order == BM_ORDER_UNKNOWN)
        BM_ROW_WARN(work, column, text,
                    "a date whose day and month cannot be exchanged; the day was read first");
    return true;
}

static void expand_to_month(bm_incident *out)
{
    int year, month, day;
    bm_day_to_civil(out->d_start, &year, &month, &day);
    out->d_start = bm_day_from_civil(year, month, 1);
    out->d_end = bm_day_from_civil(year, month, bm_days_in_month(year, month));
    out->d_prec = BM_DATE_MONTH;
}

static void expand_to_year(bm_incident *out)
{
    int year, month, day;
    bm_day_to_civil(out->d_start, &year, &month, &day);
    out->d_start = bm_day_from_civil(year, 1, 1);
    out->d_end = bm_day_from_civil(year, 12, 31);
    out->d_prec = BM_DATE_YEAR;
}

/* UCDP date_prec: 1 day, 2 two to six days, 3 week, 4 month, 5 more. ACLED time_precision: 1 day, 2 week (its
 * middle is given), 3 month. */
enum said { SAID_DAY, SAID_ABOUT, SAID_RANGE, SAID_MONTH, SAID_YEAR, SAID_NOTHING };
static enum said said_of(bm_str text, bool acled)
{
    int64_t value;

    if (bm_str_ieq(text, BM_LIT("day"))) return SAID_DAY;
    if (bm_str_ieq(text, BM_LIT("month"))) return SAID_MONTH;
    if (bm_str_ieq(text, BM_LIT("year"))) return SAID_YEAR;
    if (bm_str_ieq(text, BM_LIT("range")) || bm_str_ieq(text, BM_LIT("week"))) return SAID_RANGE;
    if (!bm_parse_count(text, &value) || value < 1 || value > (acled ? 3 : 5)) return SAID_NOTHING;
    if (value == 1) return SAID_DAY;
    if (acled && value == 2) return SAID_ABOUT;
    return value == (acled ? 3 : 4) ? SAID_MONTH : SAID_RANGE;
}

/* The source's own word on its date, for rows that give a single day. */
static void apply_precision(struct bm_row_work *work, bm_incident *out)
{
    const struct bm_columns *c = &work->maker->columns;
    bm_str text = bm_row_value(work, c->of[BM_FIELD_DATE_PREC_IN]);
    bool acled = c->date_scale == BM_DATE_SCALE_ACLED;

    if (!text.p || out->d_prec != BM_DATE_DAY) return;
    switch (said_of(text, acled)) {
    case SAID_DAY: return;
    case SAID_MONTH: expand_to_month(out); return;
    case SAID_YEAR: expand_to_year(out); return;
    case SAID_ABOUT:
        out->d_start -= 3;
        out->d_end += 3;
        out->d_prec = BM_DATE_RANGE;
        return;
    case SAID_RANGE: out->d_prec = BM_DATE_RANGE; return;
    case SAID_NOTHING:
        BM_ROW_WARN(work, c->of[BM_FIELD_DATE_PREC_IN], text,
                    "day, month, year, range or a number from 1 to %d", acled ? 3 : 5);
    }
}

void bm_row_dates(struct bm_row_work *work, bm_incident *out)
{
    const struct bm_columns *c = &work->maker->columns;
    struct bm_date start, end;
    bool has_start = c->of[BM_FIELD_DATE] < 0 && c->year >= 0
                         ? from_parts(work, &start)
                         : from_column(work, c->of[BM_FIELD_DATE], &start);
    bool has_end = from_column(work, c->of[BM_FIELD_DATE_END], &end);

    if (!has_start && !has_end) return;
    if (!has_start) {
        start = end;
        BM_ROW_NOTE(work, c->of[BM_FIELD_DATE_END], bm_row_value(work, c->of[BM_FIELD_DATE_END]),
                    "a first day too; the last day is taken for both");
    }
    out->d_start = start.first;
    out->d_end = start.last;
    out->d_prec = start.prec;
    if (has_start && has_end && (end.first != start.first || end.last != start.last)) {
        if (end.last < start.first) {
            BM_ROW_WARN(work, c->of[BM_FIELD_DATE_END], bm_row_value(work, c->of[BM_FIELD_DATE_END]),
                        "a day that is not before the first one");
        } else {
            out->d_end = end.last; /* "2020-01" to "2020-01-05" ends on the 5th */
            out->d_prec = BM_DATE_RANGE;
        }
    }
    apply_precision(work, out);
}
