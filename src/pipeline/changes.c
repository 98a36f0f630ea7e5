#include "pipeline/changes.h"
#include "adapt/json.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/str.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#define STATE_NAME ".bordermap-state"
#define HEAD       "bordermap-state 1\n"
#define HEADER     "inc_id,change,what,before,after,why\n"
#define OFFSET_MAX ((uint64_t)1 << 40)
#define SEEN       OFFSET_MAX
#define TAG(hash)  ((hash) >> 41 << 41)

/* Of one id, so that a file in which all rows have the same one is no quadratic work. */
enum { SAME_ID_MAX = 16 };

/* A line of the state. Texts of the user's are JSON strings: no tab or line end is left in them. */
enum column { ID, HASH, STATUS, SEGMENT, ALIAS, PLACE, COLUMNS };
struct line {
    bm_str column[COLUMNS];
};

static bool cut_line(const char *p, const char *end, struct line *out, const char **next)
{
    const char *stop = memchr(p, '\n', (size_t)(end - p));
    if (!stop) return false;
    for (int i = 0; i < COLUMNS; i++) {
        const char *tab = i + 1 < COLUMNS ? memchr(p, '\t', (size_t)(stop - p)) : stop;
        if (!tab) return false;
        out->column[i] = bm_str_of(p, (size_t)(tab - p));
        p = tab + 1;
    }
    *next = stop + 1;
    return true;
}

static bool line_at(const struct bm_changes *c, uint64_t slot, struct line *out)
{
    const char *text = (const char *)c->old.p, *next;
    return cut_line(text + (slot & (OFFSET_MAX - 1)), text + c->old.len, out, &next);
}

/* --- the old state --- */

/* The slot of an old row of this id that was not seen, else an empty slot; *same counts the id's seen ones.
 */
static uint64_t *find(const struct bm_changes *c, bm_str id, size_t *same)
{
    uint64_t hash = bm_hash(id.p, id.len);
    size_t i = (size_t)hash & (c->cap - 1);
    *same = 0;
    for (; c->slots[i]; i = (i + 1) & (c->cap - 1)) {
        struct line line;
        if (TAG(c->slots[i]) != TAG(hash) || !line_at(c, c->slots[i], &line)) continue;
        if (!bm_str_eq(line.column[ID], id)) continue;
        if (!(c->slots[i] & SEEN)) return &c->slots[i];
        ++*same;
    }
    return &c->slots[i];
}

/* While the index is made every row counts as seen, so that the next of the same id gets a slot of its own.
 */
static void index_row(struct bm_changes *c, const struct line *line, uint64_t offset)
{
    size_t same;
    uint64_t *slot = find(c, line->column[ID], &same);
    if (same >= SAME_ID_MAX) return;
    *slot = TAG(bm_hash(line->column[ID].p, line->column[ID].len)) | SEEN | offset;
}

static size_t count_lines(const char *p, const char *end)
{
    size_t n = 0;
    while (n < BM_CHANGES_MAX && p < end && (p = memchr(p, '\n', (size_t)(end - p)))) p++, n++;
    return n;
}

static bm_status make_index(struct bm_changes *c)
{
    const char *text = (const char *)c->old.p, *end = text + c->old.len, *p = text + sizeof HEAD - 1, *next;
    struct line line;
    void *block;
    size_t n = count_lines(p, end);
    for (c->cap = 64; c->cap < 2 * n;) c->cap *= 2;
    bm_status st = bm_calloc(c->ctx, c->cap, sizeof *c->slots, &block);
    if (st != BM_OK) return st;
    c->slots = block;
    for (; c->n < n && cut_line(p, end, &line, &next); p = next, c->n++)
        index_row(c, &line, (uint64_t)(p - text));
    c->partly = p < end;
    for (size_t i = 0; i < c->cap; i++) c->slots[i] &= ~SEEN;
    return BM_OK;
}

bm_status bm_changes_open(bm_ctx *ctx, const bm_job *job, const bm_naming *naming, const char *dir,
                          struct bm_changes *out)
{
    char path[PATH_MAX];
    *out = (struct bm_changes){.ctx = ctx, .job = job, .naming = naming};
    bm_buf_init(&out->state, ctx);
    bm_buf_init(&out->changes, ctx);
    bm_buf_init(&out->row, ctx);
    bm_buf_puts(&out->state, HEAD);
    bm_buf_puts(&out->changes, HEADER);
    bm_status st = bm_path_join(ctx, dir, STATE_NAME, path, sizeof path);
    if (st != BM_OK || access(path, R_OK) != 0) return st;
    if ((st = bm_map_file(ctx, path, &out->old)) != BM_OK) return st;
    if (out->old.len >= sizeof HEAD - 1 && out->old.len < OFFSET_MAX &&
        memcmp(out->old.p, HEAD, sizeof HEAD - 1) == 0)
        return make_index(out);
    bm_unmap_file(&out->old); /* of another version: as if there was none */
    out->old = (bm_mapping){0};
    return BM_OK;
}

void bm_changes_close(struct bm_changes *c)
{
    if (!c->ctx) return;
    if (c->old.p) bm_unmap_file(&c->old);
    bm_free(c->ctx, c->slots);
    bm_buf_free(&c->state);
    bm_buf_free(&c->changes);
    bm_buf_free(&c->row);
    *c = (struct bm_changes){0};
}

/* --- why --- */

enum matter { FOR_ROWS = 1, FOR_PLACES = 2, FOR_SEGMENTS = 4, FOR_ALIASES = 8 };

/* What a reason can have changed. */
static unsigned matter_of(const bm_reason *reason)
{
    static const struct {
        const char *subject;
        unsigned matter;
    } table[] = {
        {"gazetteer", FOR_PLACES},
        {"aliases", FOR_PLACES | FOR_ALIASES},
        {"country", FOR_PLACES},
        {"borders", FOR_SEGMENTS},
        {"view", FOR_SEGMENTS},
        {"segment_length_km", FOR_SEGMENTS},
        {"segment_by", FOR_SEGMENTS},
        {"dyads", FOR_SEGMENTS},
        {"scope", FOR_SEGMENTS},
        {"edges", FOR_SEGMENTS},
        {"max_distance_km", FOR_SEGMENTS},
        {"segment_lines", FOR_SEGMENTS},
        {"where", FOR_ROWS},
        {"from", FOR_ROWS},
        {"to", FOR_ROWS},
        {"dedup", FOR_ROWS},
        {"outputs", 0},
        {"bands_km", 0},
        {"by", 0},
        {"split", 0},
        {"draws", 0},
        {"null", 0},
        {"seed", 0},
        {"compare_borders", 0},
    };
    if (strcmp(reason->kind, "input") == 0) return FOR_ROWS;
    if (strcmp(reason->kind, "output") == 0 || strcmp(reason->kind, "folder") == 0) return 0;
    for (size_t i = 0; reason->subject && i < sizeof table / sizeof table[0]; i++)
        if (strcmp(table[i].subject, reason->subject) == 0) return table[i].matter;
    return FOR_ROWS | FOR_PLACES | FOR_SEGMENTS; /* how columns are read; the program */
}

static bool put_reasons(const struct bm_changes *c, unsigned matter, bm_buf *out)
{
    bool any = false;
    for (size_t i = 0; i < c->job->n_reasons; i++) {
        if (!(matter_of(&c->job->reasons[i]) & matter)) continue;
        if (any) bm_buf_puts(out, "; ");
        bm_buf_puts(out, c->job->reasons[i].text);
        any = true;
    }
    return any;
}

static void put_why(const struct bm_changes *c, unsigned matter, bool own, bool alias, bm_buf *out)
{
    bm_buf why;
    bm_buf_init(&why, c->ctx);
    if (own)
        bm_buf_puts(&why, "input row has changed");
    else if (!(alias && put_reasons(c, FOR_ALIASES, &why)) && !put_reasons(c, matter, &why) &&
             !put_reasons(c, UINT_MAX, &why))
        bm_buf_puts(&why, "not known");
    bm_buf_csv_safe(out, bm_str_of(why.p, why.len));
    out->failed = out->failed || why.failed;
    bm_buf_free(&why);
}

/* --- rows --- */

/* A text of the state as it was before it became JSON. A state that someone wrote into is no reason to fail.
 */
static void put_text(const struct bm_changes *c, bm_str json, bm_buf *out)
{
    bm_json *value;
    bm_status st = bm_json_parse(c->ctx, json, &value);
    bm_str text = st == BM_OK ? bm_json_text(value) : json;
    if (text.len) bm_buf_csv_safe(out, text);
    bm_json_destroy(value);
}

static void put_change(struct bm_changes *c, bm_str id, const char *change, const char *what)
{
    put_text(c, id, &c->changes);
    bm_buf_printf(&c->changes, ",%s,%s,", change, what);
}

static void compare(struct bm_changes *c, const struct line *was, const struct line *is)
{
    static const struct {
        enum column column;
        const char *what;
        unsigned matter;
    } table[] = {{PLACE, "place", FOR_PLACES},
                 {SEGMENT, "segment", FOR_PLACES | FOR_SEGMENTS},
                 {STATUS, "status", FOR_PLACES}};
    bool own = !bm_str_eq(was->column[HASH], is->column[HASH]), any = false;
    bool alias = was->column[ALIAS].p[0] == 'a' || is->column[ALIAS].p[0] == 'a';
    bool moved = !bm_str_eq(was->column[PLACE], is->column[PLACE]);
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        bm_str before = was->column[table[i].column], after = is->column[table[i].column];
        if (bm_str_eq(before, after)) continue;
        any = true;
        put_change(c, is->column[ID], "changed", table[i].what);
        put_text(c, before, &c->changes);
        bm_buf_putc(&c->changes, ',');
        put_text(c, after, &c->changes);
        bm_buf_putc(&c->changes, ',');
        put_why(c, table[i].column == SEGMENT && !moved ? FOR_SEGMENTS : table[i].matter, own, alias,
                &c->changes);
        bm_buf_putc(&c->changes, '\n');
    }
    c->n_changed += any;
}

static void come_or_gone(struct bm_changes *c, const struct line *line, bool gone)
{
    put_change(c, line->column[ID], gone ? "removed" : "new", "row");
    if (!gone) bm_buf_putc(&c->changes, ',');
    put_text(c, line->column[STATUS], &c->changes);
    bm_buf_puts(&c->changes, gone ? ",," : ",");
    put_why(c, FOR_ROWS, false, false, &c->changes);
    bm_buf_putc(&c->changes, '\n');
    c->n_changed++;
}

static void put_field(bm_str text, bm_buf *out)
{
    bm_buf_str(out, text);
    bm_buf_putc(out, text.p ? '\x1f' : '\x1e'); /* absent is not empty, and fields do not run together */
}

/* What the input says of the row. */
static uint64_t hash_of(const bm_incident *row, bm_buf *text)
{
    const bm_str fields[] = {row->place,  row->admin1, row->admin2, row->country, row->etype,
                             row->actor1, row->actor2, row->source, row->notes};
    const int64_t numbers[] = {row->d_start,     row->d_end,       row->d_prec,
                               row->claim,       row->geo_prec_in, row->acled_prec_in,
                               row->gtd_spec_in, row->killed,      row->injured};
    bm_buf_clear(text);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) put_field(fields[i], text);
    bm_buf_put(text, numbers, sizeof numbers);
    bm_buf_double(text, row->lon_deg);
    bm_buf_putc(text, ' ');
    bm_buf_double(text, row->lat_deg);
    return bm_hash(text->p, text->len);
}

static void put_place(const bm_place *place, bm_buf *text, bm_buf *out)
{
    bm_buf_clear(text);
    bm_buf_str(text, place->gaz_name);
    if (place->gaz_id.p) {
        bm_buf_puts(text, " (");
        bm_buf_str(text, place->gaz_id);
        bm_buf_putc(text, ')');
    }
    if (place->has_point) {
        bm_buf_puts(text, text->len ? " at " : "at ");
        bm_buf_fixed(text, place->point.lon_deg, 5);
        bm_buf_putc(text, ' ');
        bm_buf_fixed(text, place->point.lat_deg, 5);
    }
    bm_buf_json(out, bm_str_of(text->len ? text->p : "", text->len));
}

static void put_line(struct bm_changes *c, const bm_row *row)
{
    const bm_place *place = row->place;
    bm_buf *out = &c->state;
    uint64_t hash = hash_of(row->incident, &c->row);
    bm_buf_json(out, row->incident->inc_id);
    bm_buf_printf(out, "\t%016llx\t\"%s\"\t", (unsigned long long)hash, bm_place_status_name(place->status));
    bm_buf_json(out, bm_str_z(row->tag->segment >= 0 ? c->naming->segments[row->tag->segment].seg_id : ""));
    bm_buf_puts(out, place->match == BM_MATCH_ALIAS ? "\ta\t" : "\t-\t");
    put_place(place, &c->row, out);
    bm_buf_putc(out, '\n');
}

bm_status bm_changes_add(struct bm_changes *c, const bm_row *row)
{
    size_t start = c->state.len, same;
    struct line is, was;
    const char *next;
    put_line(c, row);
    bm_status st = bm_buf_status(c->ctx, &c->state);
    if (st == BM_OK) st = bm_buf_status(c->ctx, &c->row);
    if (st != BM_OK || !c->old.p) return st;
    if (!cut_line(c->state.p + start, c->state.p + c->state.len, &is, &next)) return BM_OK;
    uint64_t *slot = find(c, is.column[ID], &same);
    if (*slot) {
        if (line_at(c, *slot, &was)) compare(c, &was, &is);
        *slot |= SEEN;
    } else if (same < SAME_ID_MAX && !c->partly) {
        come_or_gone(c, &is, false);
    }
    return bm_buf_status(c->ctx, &c->changes);
}

/* In the order of the old state. */
bm_status bm_changes_finish(struct bm_changes *c)
{
    const char *text = (const char *)c->old.p, *end, *p, *next;
    struct line line;
    if (!text) return bm_buf_status(c->ctx, &c->changes);
    end = text + c->old.len;
    p = text + sizeof HEAD - 1;
    for (size_t i = 0; i < c->n && cut_line(p, end, &line, &next); p = next, i++) {
        size_t same;
        uint64_t *slot = find(c, line.column[ID], &same);
        if (*slot && (*slot & (OFFSET_MAX - 1)) == (uint64_t)(p - text)) {
            come_or_gone(c, &line, true);
            *slot |= SEEN;
        }
    }
    return bm_buf_status(c->ctx, &c->changes);
}
