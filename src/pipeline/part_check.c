#include "pipeline/part_check.h"

#include <math.h>
#include <string.h>

/* --- numbers and texts --- */

static bool is_code(const char *text, size_t size)
{
    return memchr(text, '\0', size) != NULL;
}

static bool is_null_or_within(double value, double least, double most)
{
    return isnan(value) || (value >= least && value <= most);
}

static bool is_point_or_null(bm_ll point)
{
    return is_null_or_within(point.lon_deg, -180, 180) && is_null_or_within(point.lat_deg, -90, 90) &&
           isnan(point.lon_deg) == isnan(point.lat_deg);
}

/* Of two places on the earth; INFINITY: a day without any border. */
static bool is_distance_or_null(double value_m)
{
    return is_null_or_within(value_m, 0, 20100e3) || value_m == INFINITY;
}

static bool is_level(int value, int most)
{
    return value >= 0 && value <= most;
}

static bool is_count(int64_t value)
{
    return value >= 0 || value == BM_NO_COUNT;
}

/* --- rows --- */

static bool is_incident(const bm_incident *row)
{
    bool dated = row->d_prec != BM_DATE_NONE;
    if (!row->src || !row->inc_id.p || !is_code(row->iso3, sizeof row->iso3)) return false;
    if (row->d_prec > BM_DATE_RANGE || row->claim > BM_CLAIM_COARSE) return false;
    if (dated == (row->d_start == BM_NO_DAY) || dated == (row->d_end == BM_NO_DAY)) return false;
    if (row->d_start > row->d_end || !is_count(row->killed) || !is_count(row->injured)) return false;
    return is_level(row->geo_prec_in, 7) && is_level(row->acled_prec_in, 3) &&
           is_level(row->gtd_spec_in, 5) && is_point_or_null((bm_ll){row->lon_deg, row->lat_deg});
}

static bool is_candidate(const bm_candidate *c)
{
    return c->name.p && c->match <= BM_MATCH_AREA && is_code(c->iso3, sizeof c->iso3) &&
           is_point_or_null(c->point) && is_null_or_within(c->score, 0, 1);
}

static bool is_place(const bm_place *place)
{
    if (place->match > BM_MATCH_AREA || place->status > BM_RESOLVED) return false;
    if (!is_code(place->iso3, sizeof place->iso3) || !is_point_or_null(place->point)) return false;
    if (place->has_point && isnan(place->point.lon_deg)) return false;
    if (place->status != BM_RESOLVED && !place->reason) return false;
    for (size_t i = 0; i < place->n_candidates; i++)
        if (!is_candidate(&place->candidates[i])) return false;
    return is_level(place->geo_prec, 7) && is_level(place->acled_prec, 3) && is_level(place->gtd_spec, 5) &&
           is_null_or_within(place->score, 0, 1) && is_distance_or_null(place->rad_m);
}

/* --- tags --- */

struct bounds { /* of one border file and its segments */
    const bm_segment *segments;
    uint32_t n_segments, n_dyads;
};

static struct bounds bounds_of(const bm_border *border, const bm_segments *segments)
{
    struct bounds b;
    (void)bm_border_dyads(border, &b.n_dyads);
    b.segments = bm_segments_all(segments, &b.n_segments);
    return b;
}

static bool is_dyad(const struct bounds *b, int32_t dyad)
{
    return dyad >= -1 && (dyad < 0 || (uint32_t)dyad < b->n_dyads);
}

static bool has_sound_shares(const struct bounds *b, const bm_tag *tag)
{
    for (uint32_t i = 0; i < tag->n_shares; i++)
        if (tag->shares[i].segment >= b->n_segments ||
            !(tag->shares[i].share >= 0 && tag->shares[i].share <= 1))
            return false;
    for (uint32_t i = 0; i < tag->n_samples; i++)
        if (!(tag->sample_m[i] >= (i ? tag->sample_m[i - 1] : 0)) || !is_dyad(b, tag->sample_dyad[i]))
            return false;
    return true;
}

static bool is_tag(const struct bounds *b, const bm_tag *tag)
{
    const double distances_m[] = {tag->dist_m, tag->dmin_m, tag->dmax_m, tag->dist2_m};
    if (!is_dyad(b, tag->dyad) || !is_dyad(b, tag->dyad2) || tag->segment < -1) return false;
    if (tag->segment >= 0 &&
        ((uint32_t)tag->segment >= b->n_segments || b->segments[tag->segment].dyad != tag->dyad))
        return false;
    if (!is_code(tag->pair, sizeof tag->pair) || !is_code(tag->pair2, sizeof tag->pair2) ||
        !is_code(tag->side, sizeof tag->side))
        return false;
    for (size_t i = 0; i < sizeof distances_m / sizeof *distances_m; i++)
        if (!is_distance_or_null(distances_m[i])) return false;
    if (!is_null_or_within(tag->chain_m, 0, 1e9)) return false;
    return tag->side_sure >= -1 && tag->side_sure <= 1 && tag->status <= BM_BORDER_MARITIME &&
           is_point_or_null(tag->near) && is_null_or_within(tag->az_deg, 0, 360) && has_sound_shares(b, tag);
}

/* --- batches --- */

static bool are_issues(const bm_issue_list *issues)
{
    for (size_t i = 0; i < issues->n; i++)
        if (!issues->items[i].src || issues->items[i].severity > BM_REJECTED) return false;
    return true;
}

bool bm_part_batch_is_sound(const struct bm_setup *setup, const struct bm_slot *slot)
{
    const bm_incident_batch *in = &slot->in;
    struct bounds own = bounds_of(setup->border, setup->segments), other = {0};
    if (in->n > in->n_read || in->n_rejected > in->n_read - in->n ||
        in->n_filtered != in->n_read - in->n - in->n_rejected)
        return false;
    if ((slot->others != NULL) != (setup->other != NULL)) return false;
    if (setup->other) other = bounds_of(setup->other, setup->other_segments);
    for (size_t i = 0; i < in->n; i++)
        if (!is_incident(&in->rows[i]) || !is_place(&slot->places[i]) || !is_tag(&own, &slot->tags[i]) ||
            (slot->others && !is_tag(&other, &slot->others[i])))
            return false;
    return are_issues(&in->issues) && are_issues(&slot->placed);
}
