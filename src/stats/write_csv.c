/* Statistics as CSV: one wide row for the whole ("all") and one for each dyad. */
#include "base/str.h"
#include "stats/finish.h"

#include <math.h>

static void header(const bm_stats *stats, bm_buf *out)
{
    bm_buf_puts(out,
                "dyad,len_km,n_points,n_near,n_possible,n_no_range,n_resolved,n_ambiguous,n_coarse,min_km");
    for (int q = 0; q < BM_QUANTILES; q++) bm_buf_printf(out, ",%s_km", bm_quantile_names[q]);
    bm_buf_puts(out, ",max_km,mean_km");
    static const char *const parts[] = {"n_lo_",     "n_",         "n_exp_",        "n_hi_",
                                        "share_lo_", "share_exp_", "share_points_", "share_hi_"};
    for (size_t i = 0; i < stats->n_bands; i++)
        for (size_t k = 0; k < sizeof parts / sizeof parts[0]; k++) {
            bm_buf_printf(out, ",%s", parts[k]);
            bm_buf_double(out, stats->bands_m[i] / 1000);
            bm_buf_puts(out, "km");
        }
    bm_buf_puts(out, ",n_a,n_b,killed,injured,d_first,d_last,top_segment,top_segment_n\n");
}

static void count(bm_buf *out, uint64_t value)
{
    bm_buf_printf(out, ",%llu", (unsigned long long)value);
}

static void real(bm_buf *out, double value)
{
    bm_buf_putc(out, ',');
    if (isfinite(value)) bm_buf_fixed(out, value, 6);
}

static void people(bm_buf *out, uint64_t sum, uint64_t n_said)
{
    bm_buf_putc(out, ',');
    if (n_said) bm_buf_i64(out, bm_people_sum(sum, n_said));
}

static void group(const bm_stats *stats, const struct bm_stats_group *g, bool whole, bm_buf *out)
{
    const struct bm_people *p = &g->counts.people;
    bm_buf_puts(out, g->name);
    real(out, g->len_m / 1000);
    count(out, g->counts.n_points);
    count(out, g->counts.n_near);
    count(out, g->counts.n_possible);
    count(out, g->counts.n_no_range);
    for (int s = BM_RESOLVED; s >= BM_COARSE; s--) count(out, g->counts.status[s]);
    real(out, g->distance.min_m / 1000);
    for (int q = 0; q < BM_QUANTILES; q++) real(out, g->distance.q_m[q] / 1000);
    real(out, g->distance.max_m / 1000);
    real(out, g->distance.mean_m / 1000);
    for (size_t i = 0; i < stats->n_bands; i++) {
        count(out, g->bands[i].n_lo);
        count(out, g->bands[i].n);
        real(out, (double)g->bands[i].exp_nano / BM_SHARE_UNIT);
        count(out, g->bands[i].n_hi);
        real(out, bm_share_of(g->bands[i].n_lo, g->counts.n_possible));
        real(out, bm_share_of_nano(g->bands[i].exp_nano, g->counts.n_possible));
        real(out, bm_share_of(g->bands[i].n, g->counts.n_points));
        real(out, bm_share_of(g->bands[i].n_hi, g->counts.n_possible));
    }
    if (whole) {
        bm_buf_puts(out, ",,");
    } else {
        count(out, p->n_a);
        count(out, p->n_b);
    }
    people(out, p->killed, p->n_killed);
    people(out, p->injured, p->n_injured);
    bm_buf_putc(out, ',');
    bm_buf_day(out, p->d_first);
    bm_buf_putc(out, ',');
    bm_buf_day(out, p->d_last);
    bm_buf_putc(out, ',');
    bm_buf_csv_safe(out, g->top_seg[0] ? bm_str_z(g->top_seg) : (bm_str){0});
    count(out, g->top_n);
    bm_buf_putc(out, '\n');
}

void bm_stats_write_csv(const bm_stats *stats, bm_buf *out)
{
    header(stats, out);
    for (size_t i = 0; i < stats->n_groups; i++) group(stats, &stats->groups[i], i == 0, out);
}
