#include "incident/date.h"
#include "base/num.h"
#include "base/str.h"
#include "incident/number.h"

enum { DATE_MAX = 96, YEAR_MIN = 1700, YEAR_MAX = 2200, MAX_TOKENS = 6 };

struct token {
    bool is_month; /* a name; else a number */
    int value, digits;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool bm_date_of(int year, int month, int day, struct bm_date *out)
{
    *out = (struct bm_date){.first = BM_NO_DAY, .last = BM_NO_DAY};
    if (year < YEAR_MIN || year > YEAR_MAX || month < 0 || month > 12 || day < 0) return false;
    if (month == 0) {
        out->prec = BM_DATE_YEAR;
        out->first = bm_day_from_civil(year, 1, 1);
        out->last = bm_day_from_civil(year, 12, 31);
        return true;
    }
    if (day > bm_days_in_month(year, month)) return false;
    out->prec = day ? BM_DATE_DAY : BM_DATE_MONTH;
    out->first = bm_day_from_civil(year, month, day ? day : 1);
    out->last = day ? out->first : bm_day_from_civil(year, month, bm_days_in_month(year, month));
    return true;
}

/* --- tokens --- */

/* 1 to 12 for a month's English name or its first three letters or more; 0 otherwise. */
static int month_of(bm_str word)
{
    static const char *const names[] = {"january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december"};
    for (int i = 0; i < 12 && word.len >= 3; i++) {
        bm_str name = bm_str_z(names[i]);
        if (word.len <= name.len && bm_str_ieq(word, bm_str_of(name.p, word.len))) return i + 1;
    }
    return 0;
}

/* Words that say nothing: ordinals' ends, week days, "of". */
static bool is_filler(bm_str word)
{
    static const char *const fillers[] = {
        "st",  "nd",  "rd",  "th",     "of",      "the",       "mon",      "tue",    "wed",      "thu",
        "fri", "sat", "sun", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    for (size_t i = 0; i < sizeof fillers / sizeof fillers[0]; i++)
        if (bm_str_ieq(word, bm_str_z(fillers[i]))) return true;
    return false;
}

/* Splits the date part of a text; a time of day ends it. Returns the number of tokens, -1 if it is no date.
 */
static int tokenize(bm_str text, struct token *tokens)
{
    int n = 0;
    size_t i = 0;
    while (i < text.len) {
        size_t start = i;
        if (is_digit(text.p[i])) {
            long value = 0;
            while (i < text.len && is_digit(text.p[i]))
                if (i++ - start < 9) value = value * 10 + (text.p[i - 1] - '0');
            if (i < text.len && text.p[i] == ':') return n; /* the hour */
            if (n == MAX_TOKENS || i - start > 8) return -1;
            tokens[n++] = (struct token){false, (int)value, (int)(i - start)};
        } else if (is_letter(text.p[i])) {
            while (i < text.len && is_letter(text.p[i])) i++;
            bm_str word = bm_str_of(text.p + start, i - start);
            int month = month_of(word);
            if (n >= 3 && word.len == 1 && (*word.p == 'T' || *word.p == 't')) return n;
            if (!month && !is_filler(word)) return -1;
            if (month && n == MAX_TOKENS) return -1;
            if (month) tokens[n++] = (struct token){true, month, 0};
        } else {
            char c = text.p[i++];
            if (c != ' ' && c != '-' && c != '/' && c != '.' && c != ',') return -1;
        }
    }
    return n;
}

static int full_year(const struct token *t)
{
    if (t->digits == 4) return t->value;
    if (t->digits == 2) return t->value + (t->value < 69 ? 2000 : 1900); /* as POSIX reads %y */
    return -1;
}

/* a/b/year */
static bool from_slashes(const struct token *t, enum bm_day_order order, struct bm_date *out)
{
    int a = t[0].value, b = t[1].value, year = full_year(&t[2]);
    struct bm_date day_first, month_first;
    bool is_day_first = bm_date_of(year, b, a, &day_first) && b > 0;
    bool is_month_first = bm_date_of(year, a, b, &month_first) && a > 0;

    if (!is_day_first && !is_month_first) return false;
    if (is_day_first != is_month_first) order = is_day_first ? BM_ORDER_DAY_FIRST : BM_ORDER_MONTH_FIRST;
    *out = order == BM_ORDER_MONTH_FIRST ? month_first : day_first;
    if (is_day_first != is_month_first)
        out->proves = order;
    else
        out->either = a != b;
    return true;
}

static bool from_tokens(const struct token *t, int n, enum bm_day_order order, struct bm_date *out)
{
    int months = 0;
    for (int i = 0; i < n; i++) months += t[i].is_month;
    if (n == 1 && !months && t[0].digits == 4) return bm_date_of(t[0].value, 0, 0, out);
    if (n == 1 && !months && t[0].digits == 8)
        return bm_date_of(t[0].value / 10000, t[0].value / 100 % 100, t[0].value % 100, out);
    if (n == 1 && !months && t[0].digits == 6)
        return t[0].value % 100 && bm_date_of(t[0].value / 100, t[0].value % 100, 0, out);
    if (n == 2 && !months && t[0].digits == 4 && t[1].digits <= 2)
        return bm_date_of(t[0].value, t[1].value, 0, out);
    if (n == 2 && !months && t[1].digits == 4 && t[0].digits <= 2)
        return t[0].value && bm_date_of(t[1].value, t[0].value, 0, out);
    if (n == 2 && months == 1) /* "26 Dec" has no year */
        return t[t[0].is_month].digits == 4 &&
               bm_date_of(t[t[0].is_month].value, t[!t[0].is_month].value, 0, out);
    if (n != 3 || months > 1) return false;
    if (t[0].is_month) return t[1].value && bm_date_of(full_year(&t[2]), t[0].value, t[1].value, out);
    if (t[1].is_month && t[0].digits == 4) return bm_date_of(t[0].value, t[1].value, t[2].value, out);
    if (t[1].is_month) return t[0].value && bm_date_of(full_year(&t[2]), t[1].value, t[0].value, out);
    if (t[2].is_month) return false;
    if (t[0].digits == 4 && t[1].digits <= 2 && t[2].digits <= 2)
        return bm_date_of(t[0].value, t[1].value, t[2].value, out) && (t[1].value || !t[2].value);
    if (t[0].digits <= 2 && t[1].digits <= 2) return from_slashes(t, order, out);
    return false;
}

/* --- whole texts --- */

/* 1990-12-26, alone or before a time: nearly every date there is. */
static bool parse_iso(bm_str text, struct bm_date *out)
{
    const char *p = text.p;
    if (text.len < 10 || p[4] != '-' || p[7] != '-') return false;
    if (text.len > 10 && p[10] != 'T' && (p[10] != ' ' || text.len < 13 || !is_digit(p[11]))) return false;
    for (int i = 0; i < 10; i++)
        if (i != 4 && i != 7 && !is_digit(p[i])) return false;
    if (text.len > 10 && !(text.len >= 16 && is_digit(p[11]) && is_digit(p[12]) && p[13] == ':'))
        return false;
    int year = (p[0] - '0') * 1000 + (p[1] - '0') * 100 + (p[2] - '0') * 10 + (p[3] - '0');
    int month = (p[5] - '0') * 10 + (p[6] - '0'), day = (p[8] - '0') * 10 + (p[9] - '0');
    return month > 0 && day > 0 && bm_date_of(year, month, day, out);
}

static bool parse_one(bm_str text, enum bm_day_order order, struct bm_date *out)
{
    struct token tokens[MAX_TOKENS];
    if (parse_iso(text, out)) return true;
    int n = tokenize(text, tokens);
    *out = (struct bm_date){.first = BM_NO_DAY, .last = BM_NO_DAY};
    return n > 0 && from_tokens(tokens, n, order, out);
}

/* "A to B", "A - B", "A/B" */
static bool parse_range(bm_str text, enum bm_day_order order, struct bm_date *out)
{
    static const char *const between[] = {" to ", " - ", "/"};
    struct bm_date a, b;
    for (size_t k = 0; k < sizeof between / sizeof between[0]; k++) {
        size_t len = strlen(between[k]);
        const char *at = memmem(text.p, text.len, between[k], len);
        if (!at) continue;
        bm_str left = bm_str_of(text.p, (size_t)(at - text.p));
        bm_str right = bm_str_of(at + len, text.len - left.len - len);
        left = bm_str_trim(left);
        right = bm_str_trim(right);
        if (left.len < 7 || right.len < 7) continue;
        if (!parse_one(left, order, &a) || !parse_one(right, order, &b) || b.last < a.first) continue;
        *out = (struct bm_date){.first = a.first, .last = b.last, .prec = BM_DATE_RANGE};
        out->either = a.either || b.either;
        out->proves = a.proves ? a.proves : b.proves;
        if (a.first == b.last) out->prec = BM_DATE_DAY;
        return true;
    }
    return false;
}

bool bm_date_parse(bm_str text, enum bm_day_order order, struct bm_date *out)
{
    char buf[DATE_MAX];
    *out = (struct bm_date){.first = BM_NO_DAY, .last = BM_NO_DAY};
    if (text.len == 0 || text.len >= DATE_MAX) return false;
    if (parse_iso(text, out)) return true;
    text = bm_str_trim(bm_plain_digits(text, buf, sizeof buf));
    if (text.len == 0 || *text.p == '-') return false; /* '-': a year before the year 0 */
    if (parse_one(text, order, out) || parse_range(text, order, out)) return true;
    *out = (struct bm_date){.first = BM_NO_DAY, .last = BM_NO_DAY};
    return false;
}

bool bm_date_is_solar_hijri(bm_str text)
{
    char buf[DATE_MAX];
    text = bm_str_trim(bm_plain_digits(text, buf, sizeof buf));
    return text.len >= 4 && text.p[0] == '1' && (text.p[1] == '3' || text.p[1] == '4') &&
           is_digit(text.p[2]) && is_digit(text.p[3]) && (text.len == 4 || !is_digit(text.p[4]));
}

bool bm_day_parse(const char *text, bm_day *first, bm_day *last)
{
    struct bm_date date;
    bm_str s = bm_str_z(text);
    *first = *last = BM_NO_DAY;
    for (size_t i = 0; i < s.len; i++)
        if (!is_digit(s.p[i]) && !(s.p[i] == '-' && (i == 4 || i == 7))) return false;
    if (s.len != 4 && s.len != 7 && s.len != 10) return false;
    if (!parse_one(s, BM_ORDER_UNKNOWN, &date)) return false;
    if ((s.len == 10) != (date.prec == BM_DATE_DAY) || (s.len == 7) != (date.prec == BM_DATE_MONTH))
        return false;
    *first = date.first;
    *last = date.last;
    return true;
}

const char *bm_date_prec_name(bm_date_prec prec)
{
    switch (prec) {
    case BM_DATE_DAY: return "day";
    case BM_DATE_MONTH: return "month";
    case BM_DATE_YEAR: return "year";
    case BM_DATE_RANGE: return "range";
    case BM_DATE_NONE: break;
    }
    return NULL;
}
