/* Tables: distances, borders, groups, tests. */
#include "layer/report_impl.h"
#include "layer/template.h"

#include <math.h>
#include <stdlib.h>

enum { DYADS_MAX = 60, GROUPS_MAX = 20, YEARS_MAX = 100, TESTS_MAX = 150 };

const bm_dimension_stats *bm_report_dimension(const struct bm_paper *paper, const char *name)
{
    for (size_t i = 0; i < paper->findings->n_dimensions; i++)
        if (strcmp(paper->findings->dimensions[i].name, name) == 0) return &paper->findings->dimensions[i];
    return NULL;
}

/* --- distances --- */

static void quantile_row(bm_buf *out, const char *name, double points_m, bm_bounds bounds, double killed_m)
{
    bm_table_row(out, false);
    bm_cell_text(out, bm_str_z(name));
    bm_cell_range(out, points_m, bounds, bm_put_km_number);
    bm_cell_km(out, killed_m);
    bm_table_row_end(out);
}

static void put_imputed(bm_buf *out, const char *what, const bm_imputed *imputed)
{
    bm_buf_puts(out, what);
    bm_put_km(out, imputed->estimate);
    bm_buf_puts(out, " (95 %: ");
    bm_put_bounds(out, (bm_bounds){imputed->lo, imputed->hi}, bm_put_km_number);
    bm_buf_puts(out, "; ");
    bm_put_percent(out, imputed->fraction);
    bm_buf_puts(out, " of the information is missing)");
}

static void put_imputation(bm_buf *out, const bm_imputation *imputation)
{
    if (!imputation) return;
    if (imputation->n == 0 || isnan(imputation->mean_m.estimate)) {
        bm_put_why(out, "Vague places are not filled in", imputation->why);
        return;
    }
    bm_buf_puts(out, "<p>With the ");
    bm_put_count(out, imputation->n_vague);
    bm_buf_puts(out, " incidents whose place is vague drawn ");
    bm_put_count(out, imputation->n);
    bm_buf_puts(out, " times from where they may be, ");
    put_imputed(out, "the median is ", &imputation->median_m);
    put_imputed(out, ", the mean ", &imputation->mean_m);
    bm_buf_puts(out, ".</p>\n");
}

void bm_report_distances(struct bm_paper *paper)
{
    static const char *const heads[] = {"Quantile", "#Incidents, km (95 % by place)", "#People killed, km"};
    static const char *const names[BM_QUANTILES] = {"5 %",  "10 %", "25 %", "50 % (median)",
                                                    "75 %", "90 %", "95 %"};
    const bm_group_stats *all = paper->all;
    const bm_bounds none = {NAN, NAN};
    if (!all || all->n_points < 2) return;
    bool has_bounds = all->resampled && all->resampled->draws > 0;
    bm_table_begin(paper->out, "Distance within which so many lie", heads, 3);
    for (int q = 0; q < BM_QUANTILES; q++)
        quantile_row(paper->out, names[q], all->distance.q_m[q], has_bounds ? all->resampled->q_m[q] : none,
                     all->killed_distance.q_m[q]);
    quantile_row(paper->out, "mean", all->distance.mean_m, has_bounds ? all->resampled->mean_m : none,
                 all->killed_distance.mean_m);
    quantile_row(paper->out, "least", all->distance.min_m, none, all->killed_distance.min_m);
    quantile_row(paper->out, "greatest", all->distance.max_m, none, all->killed_distance.max_m);
    bm_table_end(paper->out);
    if (all->resampled && all->resampled->why) bm_put_why(paper->out, "No intervals", all->resampled->why);
    put_imputation(paper->out, all->imputation);
}

/* --- groups --- */

static void begin_group_table(struct bm_paper *paper, const char *caption, const char *first, bool is_dyad)
{
    const bm_findings *f = paper->findings;
    bm_buf *out = paper->out;
    bm_buf_puts(out, "<div class=\"scroll\" tabindex=\"0\"><table class=\"sorts\"><caption>");
    bm_buf_xml(out, bm_str_z(caption));
    bm_buf_puts(out, "</caption><thead><tr><th scope=\"col\">");
    bm_buf_xml(out, bm_str_z(first));
    bm_buf_puts(out, "</th>");
    if (is_dyad) bm_buf_puts(out, "<th scope=\"col\" class=\"num\">Length, km</th>");
    bm_buf_puts(
        out,
        "<th scope=\"col\" class=\"num\">At a point</th><th scope=\"col\" class=\"num\">Median, km</th>");
    for (size_t i = 0; i < f->n_bands; i++) {
        bm_buf_puts(out, "<th scope=\"col\" class=\"num\">≤ ");
        bm_put_value(out, f->bands_m[i] / 1000, fmod(f->bands_m[i], 1000) > 0 ? 1 : 0);
        bm_buf_puts(out, " km</th>");
    }
    if (is_dyad)
        bm_buf_puts(out, "<th scope=\"col\" class=\"num\">For 100 km</th><th scope=\"col\">Most in</th>");
    bm_buf_puts(out, "<th scope=\"col\" class=\"num\">Killed</th></tr></thead><tbody>\n");
}

static void group_row(struct bm_paper *paper, const bm_group_stats *g, bool is_dyad)
{
    bm_buf *out = paper->out;
    bm_table_row(out, false);
    bm_cell_text(out, bm_str_z(g->value));
    if (is_dyad) bm_cell_value(out, g->len_m / 1000, 0);
    bm_cell_count(out, g->n_points);
    bm_cell_km(out, g->n_points ? g->distance.q_m[BM_QUANTILE_MEDIAN] : NAN);
    for (size_t i = 0; i < paper->findings->n_bands; i++)
        bm_cell_percent(out, i < g->n_bands && g->n_points ? g->bands[i].share : NAN);
    if (is_dyad) {
        bm_cell_value(out, g->len_m > 0 ? (double)g->n_near / g->len_m * 100000 : NAN, 1);
        bm_cell_text(out, g->top_segment ? bm_str_z(g->top_segment) : BM_LIT("–"));
    }
    bm_cell_people(out, g->killed);
    bm_table_row_end(out);
}

static void put_rest(bm_buf *out, size_t n, const char *where)
{
    if (n == 0) return;
    bm_buf_puts(out, "<p class=\"note\">");
    bm_put_count(out, n);
    bm_buf_puts(out, " more are in ");
    bm_buf_puts(out, where);
    bm_buf_puts(out, ".</p>\n");
}

/* The most points first, then by name; those without are left out. */
static int by_points(const void *left, const void *right)
{
    const bm_group_stats *a = *(const bm_group_stats *const *)left,
                         *b = *(const bm_group_stats *const *)right;
    if (a->n_points != b->n_points) return a->n_points > b->n_points ? -1 : 1;
    return strcmp(a->value ? a->value : "", b->value ? b->value : "");
}

static void put_groups(struct bm_paper *paper, const bm_dimension_stats *d, const char *caption, size_t most)
{
    size_t shown = d->n_groups < most ? d->n_groups : most;
    begin_group_table(paper, caption, bm_words_of_dimension(d->name), false);
    for (size_t i = 0; i < shown; i++) group_row(paper, &d->groups[i], false);
    bm_table_end(paper->out);
    put_rest(paper->out, d->n_groups - shown, "stats.json");
}

/* Each border against the null hypothesis for its two countries. */
static void put_dyad_nulls(struct bm_paper *paper, const bm_group_stats **list, size_t n)
{
    static const char *const heads[] = {"Border",
                                        "#Incidents in its countries",
                                        "#Within, km",
                                        "#Share, %",
                                        "#Null expects, % (95 %)",
                                        "#Ratio (95 %)",
                                        "#p",
                                        "#q"};
    const bm_bounds none = {NAN, NAN};
    bm_buf *out = paper->out;
    bool any = false;
    for (size_t i = 0; i < n; i++)
        any = any || (bm_told_band(list[i]) && isfinite(bm_told_band(list[i])->null.exp_share));
    if (!any) return;
    bm_table_begin(out, "Near each border, of all incidents on the ground of its two countries", heads,
                   sizeof heads / sizeof *heads);
    for (size_t i = 0; i < n; i++) {
        const bm_band_stats *band = bm_told_band(list[i]);
        if (!band || !isfinite(band->null.exp_share)) continue;
        bm_table_row(out, band->null.q <= 0.05 && band->null.ratio > 1);
        bm_cell_text(out, bm_str_z(list[i]->value));
        bm_cell_count(out, band->null.n);
        bm_cell_value(out, band->limit_m / 1000, 0);
        bm_cell_range(out, band->null.share, none, bm_put_percent_number);
        bm_cell_range(out, band->null.exp_share, band->null.exp_range, bm_put_percent_number);
        bm_cell_range(out, band->null.ratio, band->null.ratio_range, bm_put_plain);
        bm_cell_p(out, band->null.p);
        bm_cell_p(out, band->null.q);
        bm_table_row_end(out);
    }
    bm_table_end(out);
    bm_put_why(out, "Red: more than the null hypothesis expects (q ≤ 0.05)", NULL);
}

void bm_report_dyads(struct bm_paper *paper)
{
    const bm_dimension_stats *dyads = bm_report_dimension(paper, "dyad");
    if (!dyads || dyads->n_groups == 0) {
        bm_put_why(paper->out, "No border has an incident", dyads ? dyads->why : NULL);
        return;
    }
    const bm_group_stats **list = bm_report_alloc(paper, dyads->n_groups, sizeof *list);
    size_t n = 0;
    for (size_t i = 0; list && i < dyads->n_groups; i++)
        if (dyads->groups[i].n_points > 0) list[n++] = &dyads->groups[i];
    if (n) qsort(list, n, sizeof *list, by_points);
    begin_group_table(paper, "Incidents by the border that is nearest to them", "Border", true);
    for (size_t i = 0; i < n && i < DYADS_MAX; i++) group_row(paper, list[i], true);
    bm_table_end(paper->out);
    put_rest(paper->out, n > DYADS_MAX ? n - DYADS_MAX : 0, "stats.json");
    put_dyad_nulls(paper, list, n < DYADS_MAX ? n : DYADS_MAX);
    if (n == dyads->n_groups) return;
    bm_buf_puts(paper->out, "<p class=\"note\">");
    bm_put_count(paper->out, dyads->n_groups - n);
    bm_buf_puts(paper->out, " more may be nearest to a vague place, or were named.</p>\n");
}

void bm_report_groups(struct bm_paper *paper)
{
    const bm_findings *f = paper->findings;
    size_t put = 0;
    for (size_t i = 0; i < f->n_dimensions; i++) {
        const bm_dimension_stats *d = &f->dimensions[i];
        if (strcmp(d->name, "all") == 0 || strcmp(d->name, "dyad") == 0 || strcmp(d->name, "month") == 0)
            continue;
        bm_buf_puts(paper->out, put++ == 0 ? "<details open=\"open\"><summary>" : "<details><summary>");
        bm_buf_xml(paper->out, bm_str_z(bm_words_of_dimension(d->name)));
        bm_buf_puts(paper->out, "</summary>\n");
        if (d->n_groups == 0)
            bm_put_why(paper->out, "Nothing to show", d->why);
        else
            put_groups(paper, d, d->is_time ? "In order of time" : "Most incidents first",
                       d->is_time ? YEARS_MAX : GROUPS_MAX);
        bm_buf_puts(paper->out, "</details>\n");
    }
    if (put == 0) bm_put_why(paper->out, "The input has no column to tell groups by", NULL);
}

/* --- tests --- */

static const char *words_of_test(const char *name)
{
    static const char *const words[][2] = {
        {"band", "share within"},   {"ks", "Kolmogorov-Smirnov"}, {"cvm", "Cramér-von Mises"},
        {"stretch", "hot stretch"}, {"periods", "two periods"},   {"segment", "rate of a segment"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i][0], name) == 0) return words[i][1];
    return name;
}

static void test_row(bm_buf *out, const bm_test *t)
{
    bm_table_row(out, false);
    bm_cell_text(out, bm_str_z(words_of_test(t->name)));
    bm_cell_text(out, bm_str_z(t->group ? t->group : ""));
    bm_cell_value(out, t->limit_m / 1000, 0);
    bm_cell_text(out, bm_str_z(t->draws == 0 ? "exact" : t->unit ? t->unit : ""));
    bm_cell_value(out, t->statistic, 3);
    bm_cell_value(out, t->expected, 3);
    bm_cell_p(out, t->p);
    bm_cell_p(out, t->q);
    bm_cell_text(out, bm_str_z(t->why ? t->why : t->family ? t->family : ""));
    bm_table_row_end(out);
}

void bm_report_tests(struct bm_paper *paper)
{
    static const char *const heads[] = {"Test",      "Of", "#Within, km", "Draws by", "#Statistic",
                                        "#Expected", "#p", "#q",          "Family"};
    const bm_findings *f = paper->findings;
    size_t n = 0, segments = 0;
    for (size_t i = 0; i < f->n_tests; i++)
        if (strcmp(f->tests[i].name, "segment") == 0) segments++;
    if (f->n_tests == segments) {
        bm_put_why(paper->out, "No test was made", f->null_why);
        return;
    }
    bm_buf_puts(paper->out, "<details><summary>");
    bm_put_count(paper->out, f->n_tests - segments);
    bm_buf_puts(paper->out, " tests of shares, distances, stretches and periods</summary>\n");
    bm_table_begin(paper->out, "Every test, with its family: the tests that q counts together", heads,
                   sizeof heads / sizeof *heads);
    for (size_t i = 0; i < f->n_tests && n < TESTS_MAX; i++) {
        if (strcmp(f->tests[i].name, "segment") == 0) continue;
        test_row(paper->out, &f->tests[i]);
        n++;
    }
    bm_table_end(paper->out);
    put_rest(paper->out, f->n_tests - segments - n, "stats.json");
    bm_buf_puts(paper->out, "</details>\n");
    if (segments) {
        bm_buf_puts(paper->out, "<p class=\"note\">");
        bm_put_count(paper->out, segments);
        bm_buf_puts(paper->out, " tests of segments, one family, are with the segments.</p>\n");
    }
}
