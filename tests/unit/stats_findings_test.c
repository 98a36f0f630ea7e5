/* Finished statistics against R: tests/data/stats/findings.R says how. */
#include "layer_fixture.h"
#include "testing.h"

#include "base/mem.h"
#include "stats/finish.h"

enum { MOST = 512, COUNTRIES = 4 };
static const double bands_m[] = {10e3, 25e3, 50e3, 100e3};
static const char countries[COUNTRIES][4] = {"AFG", "IND", "IRN", "PAK"};
static const double land_km2[COUNTRIES] = {650e3, 3100e3, 1600e3, 880e3};

struct expected {
    struct fixture_row rows[MOST];
    size_t n_rows;
    uint32_t first[COUNTRIES + 1], land_first[COUNTRIES + 1]; /* of the pool */
    uint32_t metres[MOST], land_metres[MOST];
    int32_t dyad[MOST], land_dyad[MOST];
    float people[MOST];
    double total_people[COUNTRIES];
    char facts[1 << 15]; /* the other lines */
};

static size_t country_number(const char *iso3)
{
    size_t c = 0;
    while (strcmp(countries[c], iso3) != 0) c++;
    return c;
}

static void read_row(struct expected *x, const char *line)
{
    double lon, lat, metres;
    int segment, killed, day;
    char side[4];
    struct fixture_row *row = &x->rows[x->n_rows++];
    assert_int_equal(
        sscanf(line, "row %lf %lf %lf %d %d %d %3s", &lon, &lat, &metres, &segment, &killed, &day, side), 7);
    fixture_init(row, "r", x->n_rows, BM_RESOLVED);
    fixture_point(row, segment, metres, 0);
    row->place.point = (bm_ll){lon, lat};
    row->incident.killed = killed;
    row->incident.d_start = row->incident.d_end = day;
    memcpy(row->tag.side, side, 4);
}

static void read_pool(struct expected *x, const char *line, bool land)
{
    char iso3[4];
    double metres, people = 0;
    int dyad;
    assert_int_equal(
        sscanf(line, land ? "land %3s %lf %d %lf" : "pool %3s %lf %d %lf", iso3, &metres, &dyad, &people),
        land ? 3 : 4);
    size_t c = country_number(iso3);
    uint32_t *first = land ? x->land_first : x->first, at = first[c + 1];
    for (size_t k = c + 1; k <= COUNTRIES; k++) first[k] = at + 1;
    (land ? x->land_metres : x->metres)[at] = (uint32_t)metres;
    (land ? x->land_dyad : x->dyad)[at] = dyad;
    if (!land) x->people[at] = (float)people;
    x->total_people[c] += people;
}

static void read_expected(struct expected *x)
{
    char path[512], line[1 << 13];
    snprintf(path, sizeof path, "%s/tests/data/stats/findings.txt", getenv("BORDERMAP_SOURCE"));
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    *x = (struct expected){0};
    while (fgets(line, sizeof line, file)) {
        if (strncmp(line, "row ", 4) == 0)
            read_row(x, line);
        else if (strncmp(line, "pool ", 5) == 0 || strncmp(line, "land ", 5) == 0)
            read_pool(x, line, line[0] == 'l');
        else
            strcat(strcat(x->facts, "\n"), line);
    }
    fclose(file);
    assert_int_equal(x->n_rows, 400);
}

/* The k-th number of a line of facts. */
static double fact(const struct expected *x, const char *name, size_t k)
{
    char key[64];
    snprintf(key, sizeof key, "\n%s ", name);
    const char *at = strstr(x->facts, key);
    if (!at) fail_msg("no '%s' in findings.txt", name);
    char *p = (char *)(uintptr_t)(at + strlen(key));
    double value = NAN;
    for (size_t i = 0; i <= k; i++) value = strtod(p, &p);
    return value;
}

static void close_to(const struct expected *x, const char *name, size_t k, double got, double unit)
{
    double want = fact(x, name, k);
    if (isinf(want) && isinf(got)) return;
    if (!(fabs(got / unit - want) <= 1e-9 * fmax(1, fabs(want))))
        fail_msg("%s, number %zu: got %.12g, expected %.12g", name, k, got / unit, want);
}

static bm_stats *stats_of(bm_ctx *ctx, const struct expected *x, bm_null_kind kind, bool pooled,
                          uint64_t seed)
{
    struct bm_tally_frame frame = {fixture_dyads, FIXTURE_DYADS, fixture_segments, FIXTURE_SEGMENTS};
    bm_stats_options options = {
        .max_m = 100e3, .bands_m = bands_m, .n_bands = 4, .draws = 199, .seed = seed, .null = kind};
    bm_null_pool pool = {.n_countries = COUNTRIES,
                         .iso3 = countries,
                         .land_km2 = land_km2,
                         .people = x->total_people,
                         .settlements = {x->first, x->metres, x->dyad, x->people},
                         .land = {x->land_first, x->land_metres, x->land_dyad, NULL},
                         .json = "{}"};
    bm_tally *tally;
    bm_stats *stats;
    assert_ok(ctx, bm_tally_create_frame(ctx, &frame, &options, &tally));
    for (size_t i = 0; i < x->n_rows; i++) {
        bm_row view = fixture_view(&x->rows[i]);
        assert_ok(ctx, bm_tally_add(ctx, tally, &view));
    }
    assert_ok(ctx, bm_stats_finish(ctx, tally, pooled ? &pool : NULL, &stats));
    bm_tally_destroy(tally);
    return stats;
}

static const bm_group_stats *group_of(const bm_stats *stats, size_t dimension, size_t i)
{
    return &bm_stats_findings(stats)->dimensions[dimension].groups[i];
}

static void check_distances(const struct expected *x, const bm_stats *stats)
{
    const bm_group_stats *all = group_of(stats, 0, 0);
    for (size_t q = 0; q < BM_QUANTILES; q++) {
        close_to(x, "quantiles", q, all->distance.q_m[q], 1);
        close_to(x, "killed_quantiles", q, all->killed_distance.q_m[q], 1);
    }
    close_to(x, "mean", 0, all->distance.mean_m, 1);
    close_to(x, "killed_mean", 0, all->killed_distance.mean_m, 1);
    for (size_t b = 0; b < 4; b++) close_to(x, "shares", b, all->bands[b].share, 1);
    for (size_t i = 0; i < all->curve->n; i++) {
        close_to(x, "curve", i, all->curve->points[i], 1);
        /* exact points: certain, expected and possible are the same */
        assert_true(all->curve->lo[i] == all->curve->points[i] && all->curve->hi[i] == all->curve->points[i]);
        assert_true(fabs(all->curve->exp[i] - all->curve->points[i]) < 1e-9);
    }
    for (size_t d = 0; d < FIXTURE_DYADS; d++)
        for (size_t q = 0; q < BM_QUANTILES; q++) {
            char name[32];
            snprintf(name, sizeof name, "dyad_quantiles%zu", d);
            close_to(x, name, q, group_of(stats, 1, d)->distance.q_m[q], 1);
        }
}

static void check_segments(const struct expected *x, const bm_stats *stats)
{
    const bm_findings *found = bm_stats_findings(stats);
    size_t k = 0;
    assert_int_equal(found->n_segments, FIXTURE_SEGMENTS);
    for (size_t s = 0; s < FIXTURE_SEGMENTS; s++) {
        const bm_segment_stats *segment = &found->segments[s];
        char name[32];
        close_to(x, "rate_lo", s, segment->rate_range.lo, 1);
        close_to(x, "rate_hi", s, segment->rate_range.hi, 1);
        snprintf(name, sizeof name, "change%zu", s);
        close_to(x, name, 0, segment->ratio2, 1);
        close_to(x, name, 1, segment->ratio2_range.lo, 1);
        close_to(x, name, 2, segment->ratio2_range.hi, 1);
        if (s == 2) assert_true(isnan(segment->p) && isnan(segment->q)); /* its border has no other */
        if (s == 2) continue;
        close_to(x, "p", k, segment->p, 1);
        close_to(x, "q", k++, segment->q, 1);
    }
    close_to(x, "split", 0, found->periods.split, 1);
    close_to(x, "periods", 0, found->periods.ratio, 1);
    close_to(x, "periods", 1, found->periods.ratio_range.lo, 1);
    close_to(x, "periods", 2, found->periods.ratio_range.hi, 1);
}

static const bm_test *test_of(const bm_stats *stats, const char *name, const char *group)
{
    const bm_findings *found = bm_stats_findings(stats);
    for (size_t i = 0; i < found->n_tests; i++)
        if (strcmp(found->tests[i].name, name) == 0 && strcmp(found->tests[i].group, group) == 0)
            return &found->tests[i];
    fail_msg("no test '%s' of '%s'", name, group);
    return NULL;
}

static void check_null(const struct expected *x, const bm_stats *stats, const char *kind)
{
    const bm_group_stats *all = group_of(stats, 0, 0);
    char name[32];
    snprintf(name, sizeof name, "%s_share", kind);
    for (size_t b = 0; b < 4; b++) {
        const bm_band_null *null = &all->bands[b].null;
        close_to(x, name, b, null->exp_share, 1);
        assert_true(null->share == all->bands[b].share && null->n == 400);
        assert_true(null->exp_range.lo <= null->exp_share && null->exp_share <= null->exp_range.hi);
        assert_true(null->p > 0 && null->p <= 1 && null->q >= null->p && null->p_event > 0);
    }
    snprintf(name, sizeof name, "%s_ks", kind);
    close_to(x, name, 0, test_of(stats, "ks", "all")->statistic, 1);
    snprintf(name, sizeof name, "%s_cvm", kind);
    close_to(x, name, 0, test_of(stats, "cvm", "all")->statistic, 1);
}

static void check_borders(const struct expected *x, const bm_stats *stats)
{
    char name[32];
    for (size_t d = 0; d < FIXTURE_DYADS; d++)
        for (size_t b = 0; b < 4; b++) {
            const bm_band_stats *band = &group_of(stats, 1, d)->bands[b];
            snprintf(name, sizeof name, "border_share%zu", d);
            close_to(x, name, b, band->null.share, 1);
            snprintf(name, sizeof name, "border_null%zu", d);
            close_to(x, name, b, band->null.exp_share, 1);
            snprintf(name, sizeof name, "border_km2%zu", d);
            close_to(x, name, b, band->area_km2, 1);
        }
    for (size_t b = 0; b < 4; b++) {
        const bm_band_stats *band = &group_of(stats, 0, 0)->bands[b];
        close_to(x, "km2", b, band->area_km2, 1);
        close_to(x, "people", b, band->people, 1);
        assert_true(fabs(band->rate_1000km2 - (double)band->n / band->area_km2 * 1000) < 1e-12);
    }
}

static void findings_are_those_of_r(void **state)
{
    static struct expected x;
    (void)state;
    bm_ctx *ctx = test_ctx();
    read_expected(&x);
    bm_stats *stats = stats_of(ctx, &x, BM_NULL_SETTLEMENTS, true, 1);
    check_distances(&x, stats);
    check_segments(&x, stats);
    check_null(&x, stats, "settlements");
    check_borders(&x, stats);
    assert_string_equal(bm_stats_findings(stats)->null_name, "settlements");
    bm_stats_destroy(stats);
    stats = stats_of(ctx, &x, BM_NULL_POPULATION, true, 1);
    check_null(&x, stats, "population");
    bm_stats_destroy(stats);
    bm_ctx_destroy(ctx);
}

/* Rows of the lines `which` in findings.txt, metres and how many: certain places, or areas of one point each. */
static void add_lines(bm_ctx *ctx, bm_tally *tally, const struct expected *x, const char *which, bool vague)
{
    static const bm_share share = {0, 1};
    static const int32_t dyad = 0;
    size_t n = 0;
    for (const char *at = x->facts; (at = strstr(at, which)); at++) {
        struct fixture_row row;
        double metres;
        int times;
        assert_int_equal(sscanf(at + strlen(which), "%lf %d", &metres, &times), 2);
        float sample_m = (float)metres;
        fixture_init(&row, "r", ++n, vague ? BM_COARSE : BM_RESOLVED);
        if (vague) {
            row.tag.dmin_m = row.tag.dmax_m = metres;
            row.tag.shares = &share, row.tag.n_shares = 1;
            row.tag.sample_m = &sample_m, row.tag.sample_dyad = &dyad, row.tag.n_samples = 1;
        } else {
            fixture_point(&row, 0, metres, 0);
        }
        bm_row view = fixture_view(&row);
        for (int i = 0; i < times; i++) assert_ok(ctx, bm_tally_add(ctx, tally, &view));
    }
    assert_true(n >= 9);
}

static void imputation_of_what_is_known(void **state)
{
    static struct expected x;
    struct bm_tally_frame frame = {fixture_dyads, FIXTURE_DYADS, fixture_segments, FIXTURE_SEGMENTS};
    bm_stats_options options = {.max_m = 100e3, .bands_m = bands_m, .n_bands = 4, .draws = 199, .seed = 1};
    bm_tally *tally;
    bm_stats *stats;
    (void)state;
    bm_ctx *ctx = test_ctx();
    read_expected(&x);
    assert_ok(ctx, bm_tally_create_frame(ctx, &frame, &options, &tally));
    add_lines(ctx, tally, &x, "\nsure ", false);
    add_lines(ctx, tally, &x, "\nvague ", true);
    assert_ok(ctx, bm_stats_finish(ctx, tally, NULL, &stats));
    const bm_imputation *got = group_of(stats, 0, 0)->imputation;
    assert_int_equal(got->n, 20);
    const char *const names[] = {"imputed_mean", "imputed_median"};
    const bm_imputed *const values[] = {&got->mean_m, &got->median_m};
    for (int k = 0; k < 2; k++) {
        close_to(&x, names[k], 0, values[k]->estimate, 1);
        close_to(&x, names[k], 1, values[k]->se, 1);
        close_to(&x, names[k], 2, values[k]->lo, 1);
        close_to(&x, names[k], 3, values[k]->hi, 1);
        assert_true(values[k]->fraction < 1e-12);
    }
    bm_stats_destroy(stats);
    bm_tally_destroy(tally);
    bm_ctx_destroy(ctx);
}

/* The same seed gives the same draws, another one others; both say about the same. */
static void draws_follow_the_seed(void **state)
{
    static struct expected x;
    (void)state;
    bm_ctx *ctx = test_ctx();
    read_expected(&x);
    bm_stats *a = stats_of(ctx, &x, BM_NULL_LAND, true, 1), *b = stats_of(ctx, &x, BM_NULL_LAND, true, 1),
             *c = stats_of(ctx, &x, BM_NULL_LAND, true, 2);
    const bm_band_stats *of_a = group_of(a, 0, 0)->bands, *of_b = group_of(b, 0, 0)->bands,
                        *of_c = group_of(c, 0, 0)->bands;
    bool differs = false;
    for (size_t i = 0; i < 4; i++) {
        assert_memory_equal(&of_a[i], &of_b[i], sizeof of_a[i]);
        differs = differs || of_a[i].null.exp_range.hi != of_c[i].null.exp_range.hi;
        assert_true(of_a[i].null.exp_share == of_c[i].null.exp_share);
        assert_true(fabs(of_a[i].null.exp_range.hi - of_c[i].null.exp_range.hi) < 0.1);
        assert_true(of_a[i].by_place.lo <= of_a[i].share && of_a[i].share <= of_a[i].by_place.hi);
        /* places repeat: by place the interval is the wider one */
        assert_true(of_a[i].by_place.hi - of_a[i].by_place.lo > of_a[i].by_event.hi - of_a[i].by_event.lo);
    }
    assert_true(differs);
    bm_stats_destroy(a);
    bm_stats_destroy(b);
    bm_stats_destroy(c);
    bm_ctx_destroy(ctx);
}

static void no_pool_is_no_comparison(void **state)
{
    static struct expected x;
    (void)state;
    bm_ctx *ctx = test_ctx();
    read_expected(&x);
    bm_stats *stats = stats_of(ctx, &x, BM_NULL_SETTLEMENTS, false, 1);
    const bm_findings *found = bm_stats_findings(stats);
    assert_null(found->null_name);
    assert_non_null(found->null_why);
    assert_true(isnan(group_of(stats, 0, 0)->bands[0].null.p) &&
                isnan(group_of(stats, 0, 0)->bands[0].area_km2));
    assert_true(group_of(stats, 0, 0)->resampled->draws == 199);
    bm_stats_destroy(stats);
    bm_ctx_destroy(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(findings_are_those_of_r),
        cmocka_unit_test(imputation_of_what_is_known),
        cmocka_unit_test(draws_follow_the_seed),
        cmocka_unit_test(no_pool_is_no_comparison),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
