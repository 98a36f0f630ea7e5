/* The built-in borders against Natural Earth's 1:10m boundary lines (data folder): for each dyad the share of
 * its lines farther than 5 km from ours, walked in steps of at most 1 km and measured by the tagger, is the
 * one that geodata/border_check.csv says, and each share above 10 % has a reason there. */
#include "testing.h"

#include "adapt/csv.h"
#include "adapt/vector.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/str.h"
#include "border/making.h"
#include "bordermap/border.h"

enum { MAX_DYADS = 600 };
#define STEP_M     1000.0
#define FAR_M      5000.0
#define TOLERANCE  2.0 /* percentage points: the table was made with other steps and a flat earth */
#define EXPLAIN_PC 10.0

struct line_dyad {
    char name[8];
    double length_m, far_m;
    int32_t index; /* in the border file, -1: not drawn there */
    bm_tagger *tagger;
};

struct world {
    bm_ctx *ctx;
    bm_border *border;
    bm_segments *segments;
    bm_arena *arena;
    struct line_dyad dyads[MAX_DYADS];
    size_t n;
    int checked, explained;
};

static struct line_dyad *dyad_of(struct world *w, bm_str left, bm_str right)
{
    char a[4], b[4], name[8];
    if (!left.p || !right.p) return NULL;
    if (!bm_country_a3(left, a)) snprintf(a, sizeof a, "%.*s", (int)left.len, left.p);
    if (!bm_country_a3(right, b)) snprintf(b, sizeof b, "%.*s", (int)right.len, right.p);
    snprintf(name, sizeof name, "%s-%s", strcmp(a, b) < 0 ? a : b, strcmp(a, b) < 0 ? b : a);
    for (size_t i = 0; i < w->n; i++)
        if (strcmp(w->dyads[i].name, name) == 0) return &w->dyads[i];
    assert_true(w->n < MAX_DYADS);
    struct line_dyad *dyad = &w->dyads[w->n++];
    memcpy(dyad->name, name, sizeof name);
    dyad->index = bm_border_dyad(w->border, name);
    if (dyad->index < 0) return dyad;
    bm_tag_options only = {.segment_m = 50000, .max_m = 100000, .dyads = &dyad->index, .n_dyads = 1};
    assert_ok(w->ctx, bm_tagger_create(w->ctx, w->border, w->segments, &only, &dyad->tagger));
    return dyad;
}

/* Walks from a to b, charging each step to near or far by its middle. */
static void walk(struct world *w, struct line_dyad *dyad, bm_ll a, bm_ll b)
{
    double length_m = bm_geodesic_m(a, b);
    int n = 1 + (int)(length_m / STEP_M);
    dyad->length_m += length_m;
    for (int i = 0; i < n; i++) {
        double t = (i + 0.5) / n;
        bm_where where = {
            .has_point = true,
            .point = {a.lon_deg + t * (b.lon_deg - a.lon_deg), a.lat_deg + t * (b.lat_deg - a.lat_deg)}};
        bm_tag tag = {.dist_m = FAR_M * 2};
        if (dyad->tagger) assert_ok(w->ctx, bm_tag_place(w->ctx, dyad->tagger, &where, w->arena, &tag));
        if (!(tag.dist_m <= FAR_M)) dyad->far_m += length_m / n;
        bm_arena_reset(w->arena);
    }
}

static size_t field(const bm_vector_reader *reader, const char *name)
{
    size_t n;
    const char *const *fields = bm_vector_fields(reader, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(fields[i], name) == 0) return i;
    fail_msg("no field %s", name);
    return 0;
}

static void walk_lines(struct world *w, const char *path)
{
    bm_vector_reader *reader;
    bm_vector_feature feature;
    bool more;
    assert_ok(w->ctx, bm_vector_open(w->ctx, path, NULL, false, &reader));
    size_t left = field(reader, "adm0_a3_l"), right = field(reader, "adm0_a3_r");
    for (;;) {
        assert_ok(w->ctx, bm_vector_next(w->ctx, reader, &feature, &more));
        if (!more) break;
        struct line_dyad *dyad = dyad_of(w, feature.values[left], feature.values[right]);
        const bm_geometry *g = &feature.geometry;
        for (uint32_t p = 0; dyad && p < g->n_parts; p++)
            for (uint32_t i = g->part_first[p]; i + 1 < g->part_first[p + 1]; i++)
                walk(w, dyad, g->pts[i], g->pts[i + 1]);
    }
    bm_vector_close(reader);
}

/* A row of border_check.csv: dyad first, ne_km sixth, ne_off_pc seventh, why ninth. */
static bm_status check_row(bm_ctx *ctx, void *user, const bm_csv_record *record)
{
    struct world *w = user;
    double km, percent;
    (void)ctx;
    if (record->n < 9 || !bm_parse_double(record->fields[5], &km)) return BM_OK;
    for (size_t i = 0; i < w->n; i++) {
        const struct line_dyad *dyad = &w->dyads[i];
        if (!bm_str_eq(bm_str_z(dyad->name), record->fields[0])) continue;
        double measured = 100 * dyad->far_m / dyad->length_m;
        assert_true(bm_parse_double(record->fields[6], &percent));
        if (!(measured > percent - TOLERANCE && measured < percent + TOLERANCE) && km > 5)
            fail_msg("%s: %.1f %% of Natural Earth's %.0f km are farther than 5 km; the table says %.1f %%",
                     dyad->name, measured, dyad->length_m / 1000, percent);
        bool reason = record->fields[8].len > 0;
        if (measured > EXPLAIN_PC + TOLERANCE && !reason)
            fail_msg("%s: %.1f %% farther than 5 km, and no reason in the table", dyad->name, measured);
        w->checked++;
        w->explained += reason;
    }
    return BM_OK;
}

static void shares_are_those_of_the_table(void **state)
{
    (void)state;
    static struct world w;
    static const bm_tag_options options = {.segment_m = 50000, .max_m = 100000};
    char lines[512], borders[512], table[512];
    double length_m = 0, far_m = 0;
    test_data(lines, sizeof lines, "borders/ne_10m_admin_0_boundary_lines_land.json");
    w.ctx = test_ctx();
    if (bm_ctx_find_data(w.ctx, "borders.bmb", borders, sizeof borders) != BM_OK) {
        print_message("skipped: no borders.bmb in BORDERMAP_DATA\n");
        bm_ctx_destroy(w.ctx);
        skip();
    }
    assert_ok(w.ctx, bm_border_open(w.ctx, borders, &w.border));
    assert_ok(w.ctx, bm_segments_cut(w.ctx, w.border, &options, &w.segments));
    assert_ok(w.ctx, bm_arena_create(w.ctx, &w.arena));

    walk_lines(&w, lines);
    snprintf(table, sizeof table, "%s/geodata/border_check.csv", getenv("BORDERMAP_SOURCE"));
    assert_ok(w.ctx, bm_csv_each(w.ctx, table, NULL, check_row, &w));
    for (size_t i = 0; i < w.n; i++) length_m += w.dyads[i].length_m, far_m += w.dyads[i].far_m;
    print_message(
        "%zu dyads, %.0f km of lines, %.1f %% farther than 5 km from ours; %d rows checked, %d explained\n",
        w.n, length_m / 1000, 100 * far_m / length_m, w.checked, w.explained);
    assert_true(w.checked > 250);

    for (size_t i = 0; i < w.n; i++) bm_tagger_destroy(w.dyads[i].tagger);
    bm_arena_destroy(w.arena);
    bm_segments_destroy(w.segments);
    bm_border_close(w.border);
    bm_ctx_destroy(w.ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(shares_are_those_of_the_table)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
