/* The report of findings made by hand: everything that can be there, and everything that can be missing. */
#include "layer_fixture.h"
#include "meter.h"
#include "testing.h"

#include "layer/report.h"
#include "layer/report_impl.h"
#include "stats/finish.h"

enum { LIMITS = 41, BANDS = 4, DAYS = 400 };

static double limits_m[LIMITS], points[LIMITS], lo[LIMITS], expected[LIMITS], hi[LIMITS], null[LIMITS],
    null_lo[LIMITS], null_hi[LIMITS];
static const double bands_m[BANDS] = {10e3, 25e3, 50e3, 100e3};

/* A curve from 0 to 200 km. */
static bm_curve full_curve(void)
{
    for (int i = 0; i < LIMITS; i++) {
        limits_m[i] = 5000.0 * i;
        points[i] = 1 - exp(-i / 10.0);
        lo[i] = points[i] * points[i];
        expected[i] = 1 - exp(-i / 11.0);
        hi[i] = fmin(1, 0.15 + points[i]);
        null[i] = 1 - exp(-i / 16.0);
        null_lo[i] = fmax(0, null[i] - 0.05);
        null_hi[i] = fmin(1, null[i] + 0.05);
    }
    return (bm_curve){LIMITS, limits_m, points, lo, expected, hi, null, null_lo, null_hi};
}

static void full_bands(bm_band_stats *bands)
{
    for (int i = 0; i < BANDS; i++) {
        double share = 1 - exp(-bands_m[i] / 50e3), other = 1 - exp(-bands_m[i] / 80e3);
        bands[i] = (bm_band_stats){
            .limit_m = bands_m[i],
            .n_lo = (uint64_t)(800 * share),
            .n = (uint64_t)(1000 * share),
            .n_hi = (uint64_t)(1100 * share),
            .n_exp = 1010.25 * share,
            .share = share,
            .area_km2 = NAN,
            .people = NAN,
            .by_place = {share - 0.03, share + 0.04},
            .by_event = {share - 0.01, share + 0.01},
            .null = {.n = 1000,
                     .share = share,
                     .exp_share = other,
                     .exp_range = {other - 0.02, other + 0.02},
                     .ratio = share / other,
                     .ratio_range = {1.05, 2.25},
                     .p = 0.001,
                     .q = 0.002,
                     .p_event = 0.00001},
        };
    }
}

/* Everything of a run over one day after another. */
struct made {
    struct bm_stats stats;
    bm_counts counts;
    bm_manifest_facts facts;
    bm_band_stats bands[BANDS];
    bm_curve curve;
    bm_resampled resampled;
    bm_imputation imputation;
    bm_group_stats all, dyads[3], types[2];
    bm_dimension_stats dimensions[3];
    bm_segment_stats segments[FIXTURE_SEGMENTS];
    bm_stretch stretch;
    bm_day_count days[DAYS];
    bm_test tests[3];
};

static bm_group_stats group(const struct made *m, const char *dimension, const char *value, uint64_t n)
{
    bm_group_stats g = {.dimension = dimension,
                        .value = value,
                        .len_m = 100e3,
                        .n_points = n,
                        .n_possible = n + 100,
                        .n_near = n * 3 / 4,
                        .killed = BM_NO_COUNT,
                        .bands = m->bands,
                        .n_bands = BANDS};
    g.distance = (bm_summary){n, 1, 20, 412345, 45678, {1e3, 2e3, 8e3, 34567, 7e4, 1e5, 2e5}};
    g.killed_distance = (bm_summary){0, 1, NAN, NAN, NAN, {NAN, NAN, NAN, NAN, NAN, NAN, NAN}};
    return g;
}

static void make_groups(struct made *m)
{
    m->curve = full_curve();
    full_bands(m->bands);
    m->resampled = (bm_resampled){.draws = 999, .mean_m = {40e3, 52e3}};
    for (int q = 0; q < BM_QUANTILES; q++)
        m->resampled.q_m[q] = (bm_bounds){1e3 * q, q == 6 ? INFINITY : 4e4 * (q + 1)};
    m->imputation = (bm_imputation){.n = 20,
                                    .n_vague = 100,
                                    .n_rows = 1100,
                                    .mean_m = {46e3, 1e3, 44e3, 48e3, 0.125},
                                    .median_m = {35.25e3, 1e3, 33e3, 37e3, 0.25}};
    m->all = group(m, "all", "all", 1000);
    m->all.curve = &m->curve;
    m->all.resampled = &m->resampled;
    m->all.imputation = &m->imputation;
    for (int i = 0; i < 3; i++)
        m->dyads[i] = group(m, "dyad", fixture_dyads[i].name, (uint64_t)(100 * (i + 1)));
    m->dyads[2].top_segment = "IRN-PAK-002";
    m->dyads[2].top_segment_n = 77;
    m->types[0] = group(m, "etype", "<b>bomb</b> & \"shell\"", 12);
    m->types[1] = group(m, "etype", NULL, 3);
    m->dimensions[0] = (bm_dimension_stats){"all", &m->all, 1, false, NULL};
    m->dimensions[1] = (bm_dimension_stats){"dyad", m->dyads, 3, false, NULL};
    m->dimensions[2] = (bm_dimension_stats){"etype", m->types, 2, false, NULL};
}

static void make_segments(struct made *m)
{
    for (uint32_t i = 0; i < FIXTURE_SEGMENTS; i++)
        m->segments[i] = (bm_segment_stats){.segment = i,
                                            .n_inc = 30 * i,
                                            .n_lo = 20 * i,
                                            .n_hi = 40 * i,
                                            .n_exp = 31.5 * i,
                                            .killed = 7,
                                            .rate100 = 60.0 * i,
                                            .rate_range = {50.0 * i, 75.0 * i},
                                            .rate_eb = 58,
                                            .q = 0.2,
                                            .hot = i == 4,
                                            .ratio2 = NAN,
                                            .ratio2_range = {NAN, NAN}};
    m->stretch = (bm_stretch){"IRN-PAK", 4, 4, 48e3, 96e3, 120, 60.5, 3.25, 14.5, 0.001, 0.003, 1};
}

static void make(struct made *m)
{
    memset(m, 0, sizeof *m);
    make_groups(m);
    make_segments(m);
    for (int i = 0; i < DAYS; i++) m->days[i] = (bm_day_count){18700 + 2 * i, (uint64_t)(1 + i % 7), 0};
    m->tests[0] = (bm_test){"ks", "all", NAN, "place", "distributions", 0.25, NAN, 0.002, 0.004, 999, NULL};
    m->tests[2] =
        (bm_test){"cvm", "all", NAN, "place", "distributions", 1.5, NAN, 0.00003, 0.004, 99999, NULL};
    m->tests[1] =
        (bm_test){"cvm", "IRN-PAK", NAN, "place", "distributions", NAN, NAN, NAN, NAN, 0, "too few places"};
    m->counts = (bm_counts){.read = 1100, .status = {[BM_RESOLVED] = 1000, [BM_COARSE] = 100}};
    m->facts = (bm_manifest_facts){.counts = &m->counts, .options_json = "{\"seed\":1,\"bands_km\":[10,25]}"};
    m->stats.found =
        (bm_findings){.max_m = 100e3,
                      .bands_m = bands_m,
                      .n_bands = BANDS,
                      .dimensions = m->dimensions,
                      .n_dimensions = 3,
                      .segments = m->segments,
                      .n_segments = FIXTURE_SEGMENTS,
                      .stretches = &m->stretch,
                      .n_stretches = 1,
                      .periods = {18600, 19000, 19400, true, 1, 400, 500, 1.25, {1.1, 1.5}, 0.003, NULL},
                      .days = m->days,
                      .n_days = DAYS,
                      .n_inexact_days = 5,
                      .tests = m->tests,
                      .n_tests = 3,
                      .draws = 999,
                      .seed = 1,
                      .null_name = "settlements",
                      .n_places = 321,
                      .places_sampled = 1};
}

static bm_buf write_report(bm_ctx *ctx, const struct made *m)
{
    bm_naming naming = fixture_naming();
    struct bm_scene scene = {.ctx = ctx, .naming = &naming};
    bm_buf out;
    bm_buf_init(&out, ctx);
    assert_ok(ctx, bm_report_write(ctx, &scene, &m->stats, &m->facts, &out));
    bm_buf_putc(&out, '\0');
    return out;
}

static void says(const bm_buf *report, const char *what)
{
    if (!strstr(report->p, what)) fail_msg("the report does not say '%s'", what);
}

static void says_no(const bm_buf *report, const char *what)
{
    const char *at = strstr(report->p, what);
    if (at) fail_msg("the report says '%.60s'", at);
}

/* With BORDERMAP_REPORT the report stays, to be looked at. */
static void keep(const bm_buf *report)
{
    const char *path = getenv("BORDERMAP_REPORT");
    FILE *file = path ? fopen(path, "wb") : NULL;
    if (!file) return;
    fwrite(report->p, 1, report->len - 1, file);
    fclose(file);
}

static void everything_is_told(void **state)
{
    (void)state;
    static struct made m;
    bm_ctx *ctx = test_ctx();
    make(&m);
    bm_buf report = write_report(ctx, &m);
    keep(&report);
    says(&report,
         "Half of the 1,000 incidents at a known point lie within 34.6 km (95 % interval 3.0 to 160.0)");
    says(&report, "63.2 % (95 % interval 60.2 to 67.2) lie within 50 km.");
    says(&report, "If each place were a settlement, chosen at random, in its country, 46.5 % would.");
    says(&report,
         "1.36 times as many (95 % interval 1.05 to 2.25); <i>p</i> = 0.001: more than chance brings.");
    says(&report, "between 505 (certain) and 695 (possible) of 1,100");
    says(&report, "Most are nearest to IRN-PAK: 225 within 100 km, of them 77 at segment IRN-PAK-002");
    says(&report, "200.0 (6.0 or more)");
    says(&report, "the median is 35.2 km (95 %: 33.0 to 37.0; 25.0 % of the information is missing)");
    says(&report, "≤ 0.0001");
    says(&report, "1.25 times the incidents of the first (95 %: 1.10 to 1.50)");
    says(&report, "&lt;b&gt;bomb&lt;/b&gt; &amp; &quot;shell&quot;");
    says(&report, "<i>p</i> = 0.002 (Kolmogorov-Smirnov) and ≤ 0.0001 (Cramér-von Mises), by place.");
    says(&report, "(none)");
    says(&report, "too few places");
    says(&report, "5 whose day is not known exactly are left out");
    says(&report, "<tr class=\"hot\"><td class=\"text\">IRN-PAK</td>");
    says(&report, "<title>2021-03-14: 1</title>");
    says_no(&report, "null\"");
    says_no(&report, "Lnull");
    says_no(&report, "\"nan");
    bm_buf_free(&report);
    bm_ctx_destroy(ctx);
}

static void without_a_null(void **state)
{
    (void)state;
    static struct made m;
    bm_ctx *ctx = test_ctx();
    make(&m);
    m.curve.null = m.curve.null_lo = m.curve.null_hi = m.curve.lo = m.curve.exp = m.curve.hi = NULL;
    m.stats.found.null_name = NULL;
    m.stats.found.null_why = "no gazetteer <says> where people live";
    for (int i = 0; i < BANDS; i++) {
        m.bands[i].by_place = (bm_bounds){NAN, NAN};
        m.bands[i].null = (bm_band_null){0, NAN, NAN, {NAN, NAN}, NAN, {NAN, NAN}, NAN, NAN, NAN};
    }
    m.resampled = (bm_resampled){.draws = 0, .why = "fewer than 5 places"};
    m.imputation = (bm_imputation){.mean_m = {NAN, NAN, NAN, NAN, NAN}, .why = "nothing is vague"};
    m.stats.found.periods.why = "too few days";
    m.stats.found.n_stretches = 0;
    m.stats.found.n_tests = 0;
    bm_buf report = write_report(ctx, &m);
    says(&report, "No null hypothesis is compared here: no gazetteer &lt;says&gt; where people live.");
    says(&report, "No intervals: fewer than 5 places.");
    says(&report, "Vague places are not filled in: nothing is vague.");
    says(&report, "Two periods are not compared: too few days.");
    says(&report, "No test was made: no gazetteer");
    says_no(&report, "null\"");
    bm_buf_free(&report);
    bm_ctx_destroy(ctx);
}

/* A calendar by day, by month, by year; every incident is in a field. */
static void calendars_of_every_length(void **state)
{
    (void)state;
    static struct made m;
    static const struct {
        bm_day apart;
        const char *says;
    } spans[] = {{1, "by day,"}, {30, "by month;"}, {300, "by year;"}};
    bm_ctx *ctx = test_ctx();
    for (size_t s = 0; s < sizeof spans / sizeof *spans; s++) {
        uint64_t all = 0, told = 0;
        make(&m);
        for (int i = 0; i < DAYS; i++) {
            m.days[i].day = -6000 + i * spans[s].apart; /* before 1970, too */
            all += m.days[i].n;
        }
        bm_buf report = write_report(ctx, &m);
        says(&report, spans[s].says);
        for (const char *at = report.p; (at = strstr(at, "<rect fill=\"#")); at++) {
            const char *end = strchr(at, '\n'), *title = strstr(at, "<title>"),
                       *colon = title ? strstr(title, ": ") : NULL;
            if (title && title < end) told += strtoull(colon + 2, NULL, 10);
        }
        assert_int_equal(told, all);
        bm_buf_free(&report);
    }
    bm_ctx_destroy(ctx);
}

/* Out of memory, or the whole report; never a part of it. */
static void every_allocation_may_fail(void **state)
{
    (void)state;
    static struct made m;
    bm_ctx *ctx = test_ctx();
    make(&m);
    bm_buf whole = write_report(ctx, &m);
    bm_naming naming = fixture_naming();
    bool done = false;
    for (long n = 0; !done; n++) {
        struct meter meter = {-1, 0};
        bm_ctx_options options = {.realloc_fn = metered, .user = &meter};
        bm_ctx *little;
        bm_buf out;
        assert_true(n < 5000);
        assert_int_equal(bm_ctx_create(&options, &little), BM_OK);
        struct bm_scene scene = {.ctx = little, .naming = &naming};
        long before = meter.blocks;
        meter.left = n;
        bm_buf_init(&out, little);
        bm_status st = bm_report_write(little, &scene, &m.stats, &m.facts, &out);
        done = st == BM_OK;
        if (!done) assert_int_equal(st, BM_ENOMEM);
        if (done) assert_int_equal(out.len, whole.len - 1);
        if (done) assert_memory_equal(out.p, whole.p, out.len);
        bm_buf_free(&out);
        assert_int_equal(meter.blocks, before);
        bm_ctx_destroy(little);
    }
    bm_buf_free(&whole);
    bm_ctx_destroy(ctx);
}

static void numbers_for_people(void **state)
{
    (void)state;
    bm_ctx *ctx = test_ctx();
    bm_buf out;
    bm_buf_init(&out, ctx);
    bm_put_value(&out, -1234567.04, 1), bm_buf_putc(&out, '|');
    bm_put_value(&out, -0.04, 1), bm_buf_putc(&out, '|');
    bm_put_value(&out, 999.96, 1), bm_buf_putc(&out, '|');
    bm_put_value(&out, NAN, 1), bm_buf_putc(&out, '|');
    bm_put_value(&out, 100000, 0), bm_buf_putc(&out, '|');
    bm_put_km(&out, 240), bm_buf_putc(&out, '|');
    bm_put_km(&out, 50000), bm_buf_putc(&out, '|');
    bm_put_km(&out, 1234567), bm_buf_putc(&out, '|');
    bm_put_percent(&out, 0.12345), bm_buf_putc(&out, '|');
    bm_put_p(&out, 0.00042), bm_buf_putc(&out, '|');
    bm_put_bounds(&out, (bm_bounds){1, INFINITY}, bm_put_plain);
    bm_buf_putc(&out, '\0');
    assert_string_equal(
        out.p, "−1,234,567.0|0.0|1,000.0|–|100,000|0.24 km|50 km|1,235 km|12.3 %|0.0004|1.00 or more");
    for (double limit = 0.3; limit < 1e6; limit *= 1.7) {
        double step = bm_nice_step(limit, 6);
        assert_true(step * 6 >= limit && step * 6 < 2.6 * limit);
    }
    bm_buf_free(&out);
    bm_ctx_destroy(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_is_told),        cmocka_unit_test(without_a_null),
        cmocka_unit_test(calendars_of_every_length), cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(numbers_for_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
