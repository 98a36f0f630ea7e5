/* The layer bands: areas by the border, counts and shares by the finished statistics. */
#include "base/mem.h"
#include "base/str.h"
#include "layer/gpkg.h"
#include "layer/shapes.h"
#include "layer/text.h"
#include "layer/writer.h"

#include <math.h>
#include <string.h>

static bm_value real(double value, int decimals)
{
    return (bm_value){.null = !isfinite(value), .type = BM_REAL, .as.real = bm_rounded(value, decimals)};
}

static bm_value count(bool known, uint64_t value)
{
    return (bm_value){.null = !known, .type = BM_INTEGER, .as.integer = (int64_t)value};
}

/* The statistics of a dyad; NULL: no row is nearest to it. */
static const bm_group_stats *group_of(const bm_findings *findings, const char *dyad)
{
    for (size_t d = 0; d < findings->n_dimensions; d++) {
        const bm_dimension_stats *dimension = &findings->dimensions[d];

        if (strcmp(dimension->name, "dyad") != 0) continue;
        for (size_t g = 0; g < dimension->n_groups; g++)
            if (dimension->groups[g].value && strcmp(dimension->groups[g].value, dyad) == 0)
                return &dimension->groups[g];
    }
    return NULL;
}

static bm_status add_band(bm_ctx *ctx, struct bm_sink *sink, const char *dyad, double limit_m,
                          const bm_band *band, const bm_band_stats *stats, bm_arena *arena)
{
    const bm_value values[] = {
        {.type = BM_TEXT, .as.text = bm_str_z(dyad)},
        real(limit_m / 1000, 3),
        real(band->area_km2, 3),
        count(stats, stats ? stats->n_lo : 0),
        real(stats ? stats->n_exp : NAN, 6),
        count(stats, stats ? stats->n_hi : 0),
        real(stats ? stats->null.share : NAN, 6),
        real(stats ? stats->null.exp_share : NAN, 6),
        real(stats ? stats->null.ratio : NAN, 6),
        real(stats ? stats->null.p : NAN, 6),
    };
    bm_geometry shape;
    bm_status st = BM_OK;

    if (band->area.n_rings > 0) st = bm_shape_area(ctx, &band->area, arena, &shape);
    if (st != BM_OK) return st;
    return bm_sink_add(ctx, sink, BM_LAYER_BANDS, values, band->area.n_rings ? &shape : NULL);
}

/* Areas of borders that only a vague row may be near are not drawn unless asked for: a row of which no more than
 * the country is known lists every border of it, and each takes some 50 ms. */
static bool is_drawn(const bm_naming *naming, const bm_group_stats *group)
{
    return naming->asked || (group && group->n_bands > 0 && group->bands[group->n_bands - 1].n > 0);
}

static bm_status add_dyad(bm_ctx *ctx, struct bm_sink *sink, const bm_naming *naming,
                          const struct bm_line_source *lines, const bm_findings *findings, int32_t dyad,
                          bm_arena *arena)
{
    const bm_group_stats *group = group_of(findings, naming->dyads[dyad].name);
    size_t n = findings->n_bands;
    bm_band *bands = bm_arena_calloc(arena, n, sizeof *bands);
    bm_status st = BM_OK;

    if (!bands) return bm_fail(ctx, BM_ENOMEM, "out of memory for the bands of a border");
    for (size_t i = 0; i < n; i++) bands[i].area_km2 = NAN;
    if (is_drawn(naming, group))
        st = lines->bands(ctx, lines->bands_user, naming->asked, naming->n_asked, dyad, findings->bands_m, n, arena,
                          bands);
    for (size_t i = 0; i < n && st == BM_OK; i++) {
        const bm_band_stats *stats = group && i < group->n_bands ? &group->bands[i] : NULL;

        st = add_band(ctx, sink, naming->dyads[dyad].name, findings->bands_m[i], &bands[i], stats, arena);
    }
    return st;
}

bm_status bm_gpkg_bands(bm_ctx *ctx, struct bm_sink *sink, const bm_naming *naming,
                        const struct bm_line_source *lines, const bm_stats *stats)
{
    const bm_findings *findings = bm_stats_findings(stats);
    int32_t last = -1;
    bm_arena *arena;
    bm_status st;

    if (!lines->bands || findings->n_bands == 0) return BM_OK;
    if ((st = bm_arena_create(ctx, &arena)) != BM_OK) return st;
    for (size_t i = 0; i < findings->n_segments && st == BM_OK; i++) {
        int32_t dyad = naming->segments[findings->segments[i].segment].dyad;

        if (dyad == last) continue;
        bm_arena_reset(arena);
        st = add_dyad(ctx, sink, naming, lines, findings, dyad, arena);
        last = dyad;
    }
    bm_arena_destroy(arena);
    return st;
}
