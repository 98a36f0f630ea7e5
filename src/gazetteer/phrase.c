#include "gazetteer/phrase.h"

#include "base/num.h"
#include "base/str.h"

#include <math.h>

#define MAX_WORDS 32u

struct words {
    bm_str word[MAX_WORDS];
    uint32_t n;
    bm_str text;
};

static void split(bm_str text, struct words *out)
{
    size_t from = 0;

    out->n = 0;
    out->text = text;
    for (size_t i = 0; i <= text.len && out->n < MAX_WORDS; i++) {
        if (i < text.len && text.p[i] != ' ' && text.p[i] != '\t') continue;
        if (i > from) out->word[out->n++] = bm_str_of(text.p + from, i - from);
        from = i + 1;
    }
}

static bool is(bm_str word, const char *wanted)
{
    return bm_str_ieq(word, bm_str_z(wanted));
}

static bool is_one_of(bm_str word, const char *const *list)
{
    for (; *list; list++) {
        if (is(word, *list)) return true;
    }
    return false;
}

/* The text from word i up to word j (not included); absent if empty. */
static bm_str span(const struct words *words, uint32_t i, uint32_t j)
{
    const char *from, *to;

    if (i >= j || i >= words->n) return (bm_str){0};
    from = words->word[i].p;
    to = words->word[j - 1].p + words->word[j - 1].len;
    return bm_str_trim(bm_str_of(from, (size_t)(to - from)));
}

/* Metres in a unit; 0 if it is none. */
static double unit_m(bm_str word)
{
    static const char *const km[] = {"km",        "kms",        "km.",     "kilometer", "kilometers",
                                     "kilometre", "kilometres", "کیلومتر", "کیلومتری",  NULL};
    static const char *const miles[] = {"mi", "mile", "miles", NULL};
    static const char *const metres[] = {"m", "meter", "meters", "metre", "metres", NULL};

    if (is_one_of(word, km)) return 1000;
    if (is_one_of(word, miles)) return 1609.344;
    return is_one_of(word, metres) ? 1 : 0;
}

/* Degrees clockwise from north; NaN if it is no direction. */
static double direction_of(bm_str word)
{
    static const struct {
        const char *names[6];
        double az_deg;
    } directions[] = {
        {{"north", "n", "northern", "northward", "شمال"}, 0},
        {{"northeast", "north-east", "ne", "northeastern", "north-eastern"}, 45},
        {{"east", "e", "eastern", "eastward", "شرق"}, 90},
        {{"southeast", "south-east", "se", "southeastern", "south-eastern"}, 135},
        {{"south", "s", "southern", "southward", "جنوب"}, 180},
        {{"southwest", "south-west", "sw", "southwestern", "south-western"}, 225},
        {{"west", "w", "western", "westward", "غرب"}, 270},
        {{"northwest", "north-west", "nw", "northwestern", "north-western"}, 315},
    };

    for (size_t i = 0; i < sizeof directions / sizeof *directions; i++) {
        if (is_one_of(word, directions[i].names)) return directions[i].az_deg;
    }
    return NAN;
}

/* "30", "30km": the number, its last significant unit, and the unit if it is glued on. */
static bool number_of(bm_str word, double *value, double *step, double *glued_m)
{
    size_t n = 0;
    const char *dot;

    while (n < word.len && ((word.p[n] >= '0' && word.p[n] <= '9') || word.p[n] == '.')) n++;
    *glued_m = 0;
    if (n == 0 || !bm_parse_double(bm_str_of(word.p, n), value)) return false;
    if (n < word.len && (*glued_m = unit_m(bm_str_of(word.p + n, word.len - n))) == 0) return false;
    dot = memchr(word.p, '.', n);
    *step = dot ? pow(10, -(double)(n - 1 - (size_t)(dot - word.p))) : 1;
    while (!dot && n > 1 && word.p[--n] == '0') *step *= 10;
    return *value >= 0 && *value <= 5000;
}

/* Words that may stand between distance and place. */
static const char *const fillers[] = {"to", "the", "away", "about", "of", "from", "از", NULL};

/* "[about] 30 km [to the] [south] [of|from] X" */
static bool distance_phrase(const struct words *words, struct gz_phrase *out)
{
    uint32_t i = 0;
    double value, step, unit;
    bool linked = false;

    while (i < words->n && (is(words->word[i], "about") || is(words->word[i], "some") ||
                            is(words->word[i], "approximately") || is(words->word[i], "around")))
        i++;
    if (i >= words->n || !number_of(words->word[i], &value, &step, &unit)) return false;
    i++;
    if (unit == 0 && (i >= words->n || (unit = unit_m(words->word[i++])) == 0)) return false;
    for (; i < words->n; i++) {
        double az = direction_of(words->word[i]);
        if (!isnan(az) && !linked) {
            out->has_direction = true;
            out->az_deg = az;
        } else if (is_one_of(words->word[i], fillers)) {
            linked = linked || is(words->word[i], "of") || is(words->word[i], "from");
        } else {
            break;
        }
    }
    out->a = span(words, i, words->n);
    out->dist_m = value * unit;
    out->step_m = step * unit;
    out->kind = GZ_DISTANCE;
    return out->a.len > 0;
}

/* "near X", "on the outskirts of X", "north of X" */
static bool near_phrase(const struct words *words, struct gz_phrase *out)
{
    static const char *const lead[] = {"on", "in", "at", "the", "just", NULL};
    static const char *const near[] = {"near",         "nearby", "outside", "outskirts", "vicinity",
                                       "close",        "around", "suburb",  "suburbs",   "edge",
                                       "surroundings", "نزدیک",  "نزدیکی",  "حومه",      NULL};
    uint32_t i = 0;
    bool found = false;

    while (i < words->n && is_one_of(words->word[i], lead)) i++;
    if (i >= words->n) return false;
    if (is_one_of(words->word[i], near)) {
        found = true;
        i++;
    } else if (!isnan(direction_of(words->word[i])) && i + 1 < words->n && is(words->word[i + 1], "of")) {
        out->has_direction = true;
        out->az_deg = direction_of(words->word[i]);
        found = true;
        i++;
    }
    while (found && i < words->n && is_one_of(words->word[i], fillers)) i++;
    out->a = span(words, i, words->n);
    out->kind = GZ_NEAR;
    return found && out->a.len > 0;
}

static uint32_t index_of(const struct words *words, uint32_t from, const char *word)
{
    for (uint32_t i = from; i < words->n; i++) {
        if (is(words->word[i], word)) return i;
    }
    return words->n;
}

static bool between_phrase(const struct words *words, struct gz_phrase *out)
{
    uint32_t i = index_of(words, 0, "between"), j = index_of(words, i, "and");

    if (i == words->n || j >= words->n) return false;
    out->a = span(words, i + 1, j);
    out->b = span(words, j + 1, words->n);
    out->kind = GZ_BETWEEN;
    return out->a.len > 0 && out->b.len > 0;
}

/* "X-Y road", "X to Y highway" */
static bool road_phrase(const struct words *words, struct gz_phrase *out)
{
    static const char *const roads[] = {"road", "highway", "motorway", NULL};
    uint32_t to = index_of(words, 1, "to");
    const char *dash;
    bm_str rest;

    if (words->n < 2 || !is_one_of(words->word[words->n - 1], roads)) return false;
    out->kind = GZ_ROAD;
    if (to + 1 < words->n - 1) {
        out->a = span(words, 0, to);
        out->b = span(words, to + 1, words->n - 1);
        return out->a.len > 0 && out->b.len > 0;
    }
    rest = span(words, 0, words->n - 1);
    dash = memchr(rest.p, '-', rest.len);
    if (!dash) return false;
    out->a = bm_str_trim(bm_str_of(rest.p, (size_t)(dash - rest.p)));
    out->b = bm_str_trim(bm_str_of(dash + 1, rest.len - (size_t)(dash + 1 - rest.p)));
    return out->a.len > 0 && out->b.len > 0;
}

/* "border with C near X", "Torkham border" */
static bool border_phrase(const struct words *words, struct gz_phrase *out)
{
    uint32_t i = index_of(words, 0, "border"), near = index_of(words, 0, "near"),
             with = index_of(words, 0, "with");

    if (i == words->n) return false;
    out->kind = GZ_BORDER;
    if (near < words->n) out->b = span(words, near + 1, words->n);
    if (with < words->n)
        out->a = span(words, with + 1, near);
    else
        out->a = span(words, 0, i);
    return out->a.len > 0 || out->b.len > 0;
}

bm_str gz_phrase_of_crossing(bm_str text)
{
    static const char *const crossings[] = {"border", "crossing", "crossings", "gate", NULL};
    static const char *const posts[] = {"post", "point", "terminal", NULL};
    struct words words;
    uint32_t n;
    bool found = false;

    split(text, &words);
    for (n = words.n; n > 1; n--) {
        bool crossing = is_one_of(words.word[n - 1], crossings);
        if (!crossing && !is_one_of(words.word[n - 1], posts)) break;
        found = found || crossing;
    }
    return found ? span(&words, 0, n) : text;
}

/* "Torkham crossing", "Torkham gate" */
static bool crossing_phrase(const struct words *words, struct gz_phrase *out)
{
    out->a = words->text;
    out->kind = GZ_BORDER;
    return gz_phrase_of_crossing(words->text).len < words->text.len;
}

/* "A in B", "A near B", "A at B" */
static bool within_phrase(const struct words *words, struct gz_phrase *out)
{
    static const char *const links[] = {"in", "near", "at", "inside", "outside", "by", "در", NULL};

    for (uint32_t i = words->n; i-- > 1;) {
        if (!is_one_of(words->word[i], links) || i + 1 >= words->n) continue;
        uint32_t from = i + 1;
        while (from < words->n && is(words->word[from], "the")) from++;
        out->a = span(words, 0, i);
        out->b = span(words, from, words->n);
        out->kind = GZ_WITHIN;
        return out->a.len > 0 && out->b.len > 0;
    }
    return false;
}

void gz_phrase_of(bm_str text, struct gz_phrase *out)
{
    static bool (*const patterns[])(const struct words *, struct gz_phrase *) = {
        distance_phrase, between_phrase, road_phrase,    border_phrase,
        near_phrase,     within_phrase,  crossing_phrase};
    struct words words;

    split(text, &words);
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        *out = (struct gz_phrase){.kind = GZ_PLAIN};
        if (patterns[i](&words, out)) return;
    }
    *out = (struct gz_phrase){.kind = GZ_PLAIN, .a = text};
}

/* The length of a part separator at p: comma, Arabic comma, semicolon, slash, bracket; 0 if none. */
static size_t separator(const char *p, const char *end)
{
    if (strchr(",;/()[]", *p) && *p) return 1;
    if (end - p >= 2 && (memcmp(p, "،", 2) == 0 || memcmp(p, "؛", 2) == 0)) return 2;
    return 0;
}

size_t gz_phrase_parts(bm_str text, bm_str parts[GZ_MAX_PARTS])
{
    const char *p = text.p, *end = text.p + text.len, *from = text.p;
    size_t n = 0;

    for (; p <= end && n < GZ_MAX_PARTS; p++) {
        size_t size = p == end ? 1 : separator(p, end);
        if (size == 0) continue;
        bm_str part = bm_str_trim(bm_str_of(from, (size_t)(p - from)));
        if (part.len) parts[n++] = part;
        p += size - 1;
        from = p + 1;
    }
    return n;
}
