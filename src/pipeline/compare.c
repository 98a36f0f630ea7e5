#include "pipeline/compare.h"

#include "base/mem.h"
#include "base/str.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

bm_status bm_compare_open(bm_ctx *ctx, struct bm_compare *compare)
{
    void *block;
    bm_status st = bm_calloc(ctx, BM_COMPARE_METRES, sizeof *compare->by_metre, &block);

    compare->by_metre = block;
    return st;
}

void bm_compare_close(bm_ctx *ctx, struct bm_compare *compare)
{
    bm_free(ctx, compare->by_metre);
    compare->by_metre = NULL;
}

void bm_compare_header(bm_buf *out)
{
    bm_buf_puts(out, "inc_id,src,src_row,dyad,dyad_o,seg_id,seg_id_o,dist_km,dist_km_o,diff_km,side,side_o,"
                     "band_km,band_km_o\n");
}

static bm_str dyad_of(const bm_naming *naming, const bm_tag *tag)
{
    return tag->dyad >= 0 ? bm_str_z(naming->dyads[tag->dyad].name) : (bm_str){0};
}

static bm_str segment_of(const bm_naming *naming, const bm_tag *tag)
{
    return tag->segment >= 0 ? bm_str_z(naming->segments[tag->segment].seg_id) : (bm_str){0};
}

/* Index of the first band that holds a distance; n_bands: beyond all. */
static size_t band_of(const struct bm_compare *compare, double dist_m)
{
    size_t i = 0;

    while (i < compare->n_bands && dist_m > compare->bands_m[i]) i++;
    return i;
}

static void put_band(const struct bm_compare *compare, size_t band, bm_buf *out)
{
    bm_buf_putc(out, ',');
    if (band < compare->n_bands) bm_buf_double(out, compare->bands_m[band] / 1000);
}

static void put_text(bm_buf *out, bm_str text)
{
    bm_buf_putc(out, ',');
    bm_buf_csv_safe(out, text);
}

static void put_km(bm_buf *out, double metres)
{
    bm_buf_putc(out, ',');
    bm_buf_fixed(out, metres / 1000, 6);
}

static void put_row(const struct bm_compare *compare, const bm_row *row, const bm_tag *other, bm_buf *out)
{
    const bm_tag *tag = row->tag;

    bm_buf_csv_safe(out, row->incident->inc_id);
    put_text(out, bm_str_z(row->incident->src));
    bm_buf_printf(out, ",%llu", (unsigned long long)row->incident->src_row);
    put_text(out, dyad_of(&compare->own, tag));
    put_text(out, dyad_of(&compare->other, other));
    put_text(out, segment_of(&compare->own, tag));
    put_text(out, segment_of(&compare->other, other));
    put_km(out, tag->dist_m);
    put_km(out, other->dist_m);
    put_km(out, other->dist_m - tag->dist_m);
    put_text(out, bm_str_z(tag->side));
    put_text(out, bm_str_z(other->side));
    put_band(compare, band_of(compare, tag->dist_m), out);
    put_band(compare, band_of(compare, other->dist_m), out);
    bm_buf_putc(out, '\n');
}

/* Keeps the rows with the greatest differences, of equal ones the first. */
static void note_most(struct bm_compare *compare, const bm_row *row, const bm_tag *other, double diff_m)
{
    size_t at = compare->n_most;

    while (at > 0 && fabs(compare->most[at - 1].other_m - compare->most[at - 1].dist_m) < diff_m) at--;
    if (at == BM_COMPARE_MOST || !(diff_m > 0)) return;
    if (compare->n_most < BM_COMPARE_MOST) compare->n_most++;
    memmove(compare->most + at + 1, compare->most + at, (compare->n_most - 1 - at) * sizeof *compare->most);
    compare->most[at] = (struct bm_compare_row){.src_row = row->incident->src_row,
                                                .seg_id = segment_of(&compare->own, row->tag),
                                                .other_seg_id = segment_of(&compare->other, other),
                                                .dist_m = row->tag->dist_m,
                                                .other_m = other->dist_m};
    bm_str id = bm_str_cut(row->incident->inc_id, sizeof compare->most[at].inc_id - 1);
    if (id.len) memcpy(compare->most[at].inc_id, id.p, id.len);
}

void bm_compare_add(struct bm_compare *compare, const bm_row *row, const bm_tag *other, bm_buf *out,
                    uint64_t *n_rows)
{
    const bm_tag *tag = row->tag;
    double diff_m = fabs(other->dist_m - tag->dist_m);
    bool dyad, segment, side, band;

    if (!isfinite(diff_m)) return;
    dyad = bm_str_eq(dyad_of(&compare->own, tag), dyad_of(&compare->other, other));
    segment = bm_str_eq(segment_of(&compare->own, tag), segment_of(&compare->other, other));
    side = strcmp(tag->side, other->side) == 0;
    band = band_of(compare, tag->dist_m) == band_of(compare, other->dist_m);
    compare->counts.n++;
    compare->counts.same_dyad += dyad;
    compare->counts.same_segment += segment;
    compare->counts.same_side += side;
    compare->counts.same_band += band;
    compare->by_metre[(size_t)fmin(round(diff_m), BM_COMPARE_METRES - 1)]++;
    compare->sum_m += diff_m;
    compare->most_m = fmax(compare->most_m, diff_m);
    note_most(compare, row, other, diff_m);
    if (dyad && segment && side && band) return;
    put_row(compare, row, other, out);
    ++*n_rows;
}

/* Least difference in whole metres that the share p of the rows does not exceed. */
static double quantile_m(const struct bm_compare *compare, double p)
{
    uint64_t want = (uint64_t)ceil(p * (double)compare->counts.n), seen = 0;

    for (size_t i = 0; i < BM_COMPARE_METRES; i++)
        if ((seen += compare->by_metre[i]) >= want)
            return i + 1 < BM_COMPARE_METRES ? (double)i : compare->most_m;
    return compare->most_m;
}

static void put_number(bm_buf *out, const char *name, uint64_t value)
{
    bm_buf_printf(out, "    \"%s\": %llu,\n", name, (unsigned long long)value);
}

static void put_most(const struct bm_compare_row *row, bm_buf *out)
{
    bm_buf_puts(out, "\n      {\"inc_id\": ");
    bm_buf_json(out, bm_str_z(row->inc_id));
    bm_buf_printf(out, ", \"src_row\": %llu, \"seg_id\": ", (unsigned long long)row->src_row);
    bm_buf_json(out, row->seg_id);
    bm_buf_puts(out, ", \"seg_id_o\": ");
    bm_buf_json(out, row->other_seg_id);
    bm_buf_puts(out, ", \"dist_km\": ");
    bm_buf_fixed(out, row->dist_m / 1000, 6);
    bm_buf_puts(out, ", \"dist_km_o\": ");
    bm_buf_fixed(out, row->other_m / 1000, 6);
    bm_buf_putc(out, '}');
}

void bm_compare_json(struct bm_compare *compare, const char *file, bm_buf *out)
{
    static const struct {
        const char *name;
        double p;
    } quantiles[] = {{"q50", 0.5}, {"q75", 0.75}, {"q90", 0.9}, {"q95", 0.95}, {"q99", 0.99}};
    bm_compared *c = &compare->counts;

    c->median_km = c->n ? quantile_m(compare, 0.5) / 1000 : NAN;
    c->q95_km = c->n ? quantile_m(compare, 0.95) / 1000 : NAN;
    bm_buf_puts(out, "{\n    \"borders\": ");
    bm_buf_json(out, bm_str_z(file));
    bm_buf_puts(out, ",\n");
    put_number(out, "n", c->n);
    put_number(out, "same_dyad", c->same_dyad);
    put_number(out, "same_segment", c->same_segment);
    put_number(out, "same_side", c->same_side);
    put_number(out, "same_band", c->same_band);
    bm_buf_puts(out, "    \"abs_diff_km\": ");
    if (c->n == 0) {
        bm_buf_puts(out, "null");
    } else {
        bm_buf_putc(out, '{');
        for (size_t i = 0; i < sizeof quantiles / sizeof quantiles[0]; i++) {
            bm_buf_printf(out, "\"%s\": ", quantiles[i].name);
            bm_buf_fixed(out, quantile_m(compare, quantiles[i].p) / 1000, 3);
            bm_buf_puts(out, ", ");
        }
        bm_buf_puts(out, "\"max\": ");
        bm_buf_fixed(out, compare->most_m / 1000, 6);
        bm_buf_puts(out, ", \"mean\": ");
        bm_buf_fixed(out, compare->sum_m / (double)c->n / 1000, 6);
        bm_buf_putc(out, '}');
    }
    bm_buf_puts(out, ",\n    \"most\": [");
    for (size_t i = 0; i < compare->n_most; i++) {
        if (i) bm_buf_putc(out, ',');
        put_most(&compare->most[i], out);
    }
    bm_buf_puts(out, compare->n_most ? "\n    ]\n  }" : "]\n  }");
}
