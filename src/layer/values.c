/* Rows as values, in the order of columns.c. Null where there is nothing to say; never an empty text. */
#include "base/str.h"
#include "bordermap/layer.h"
#include "layer/schema.h"

#include <assert.h>
#include <math.h>

static bm_value text(bm_str value)
{
    return (bm_value){.null = !value.p || value.len == 0, .type = BM_TEXT, .as.text = value};
}

static bm_value name(const char *z)
{
    return text(bm_str_z(z));
}

static bm_value integer(bool known, int64_t value)
{
    return (bm_value){.null = !known, .type = BM_INTEGER, .as.integer = value};
}

static bm_value real(double value)
{
    return (bm_value){.null = !isfinite(value), .type = BM_REAL, .as.real = value};
}

static bm_value km(double value_m)
{
    return real(value_m / 1000);
}

static bm_value date(bm_day day)
{
    return (bm_value){.null = day == BM_NO_DAY, .type = BM_DATE, .as.day = day};
}

static bm_value dyad_name(const bm_naming *naming, int32_t dyad)
{
    return name(dyad >= 0 && (uint32_t)dyad < naming->n_dyads ? naming->dyads[dyad].name : NULL);
}

static bm_value segment_name(const bm_naming *naming, int32_t segment)
{
    return name(segment >= 0 && (uint32_t)segment < naming->n_segments ? naming->segments[segment].seg_id
                                                                       : NULL);
}

static bm_value *put_incident(const bm_incident *incident, bm_value *v)
{
    *v++ = text(incident->inc_id);
    *v++ = name(incident->src);
    *v++ = integer(true, (int64_t)incident->src_row);
    *v++ = date(incident->d_start);
    *v++ = date(incident->d_end);
    *v++ = name(bm_date_prec_name(incident->d_prec));
    *v++ = text(incident->etype);
    *v++ = text(incident->actor1);
    *v++ = text(incident->actor2);
    *v++ = integer(incident->killed != BM_NO_COUNT, incident->killed);
    *v++ = integer(incident->injured != BM_NO_COUNT, incident->injured);
    *v++ = text(incident->place);
    return v;
}

static bm_value *put_place(const bm_place *place, bm_value *v)
{
    *v++ = text(place->gaz_name);
    *v++ = text(place->gaz_id);
    *v++ = text(place->feat);
    *v++ = name(place->iso3);
    *v++ = text(place->adm1);
    *v++ = text(place->adm2);
    *v++ = name(bm_match_name(place->match));
    *v++ = real(place->score);
    *v++ = name(bm_place_status_name(place->status));
    *v++ = integer(place->geo_prec != 0, place->geo_prec);
    *v++ = integer(place->acled_prec != 0, place->acled_prec);
    *v++ = integer(place->gtd_spec != 0, place->gtd_spec);
    *v++ = km(place->rad_m);
    *v++ = real(place->has_point ? place->point.lon_deg : NAN);
    *v++ = real(place->has_point ? place->point.lat_deg : NAN);
    return v;
}

/* In [0, 360) after rounding too: 359.996 is 0.00. */
static bm_value azimuth(double az_deg)
{
    return real(az_deg >= 359.995 ? 0 : az_deg);
}

static bm_value *put_tag(const bm_tag *tag, const bm_naming *naming, bm_value *v)
{
    *v++ = tag->dyad >= 0 ? dyad_name(naming, tag->dyad) : name(tag->pair);
    *v++ = segment_name(naming, tag->segment);
    *v++ = km(tag->dist_m);
    *v++ = km(tag->dmin_m);
    *v++ = km(tag->dmax_m);
    *v++ = name(tag->side);
    *v++ = integer(tag->side_sure >= 0, tag->side_sure);
    *v++ = real(tag->near.lon_deg);
    *v++ = real(tag->near.lat_deg);
    *v++ = azimuth(tag->az_deg);
    *v++ = km(tag->chain_m);
    *v++ = tag->dyad2 >= 0 ? dyad_name(naming, tag->dyad2) : name(tag->pair2);
    *v++ = km(tag->dyad2 >= 0 || tag->pair2[0] ? tag->dist2_m : NAN);
    *v++ = name(bm_border_status_name(tag->status));
    return v;
}

static bm_value *put_nulls(bm_value *v, size_t from, size_t to)
{
    size_t n;
    const bm_column *columns = bm_incident_columns(&n);
    for (size_t i = from; i < to; i++) *v++ = (bm_value){.null = true, .type = columns[i].type};
    return v;
}

void bm_incident_values(const bm_row *row, const bm_naming *naming, bm_value *out)
{
    bm_value *v = put_incident(row->incident, out);
    v = put_place(row->place, v);
    assert(v == out + BM_GEOCODE_COLUMNS);
    v = row->tag ? put_tag(row->tag, naming, v) : put_nulls(v, BM_GEOCODE_COLUMNS, BM_INCIDENT_COLUMNS - 1);
    *v++ = text(row->incident->notes);
    assert(v == out + BM_INCIDENT_COLUMNS);
}

static bm_value *put_segment(const bm_segment *segment, const bm_dyad *dyad, bm_value *v)
{
    *v++ = name(segment->seg_id);
    *v++ = name(dyad->name);
    *v++ = name(dyad->iso_a);
    *v++ = name(dyad->iso_b);
    *v++ = integer(true, segment->seq);
    *v++ = km(segment->from_m);
    *v++ = km(segment->to_m);
    *v++ = km(segment->to_m - segment->from_m);
    *v++ = name(bm_border_status_name(segment->status));
    return v;
}

static bm_value *put_inference(const bm_segment_stats *stats, bm_value *v)
{
    *v++ = real(stats->rate_range.lo);
    *v++ = real(stats->rate_range.hi);
    *v++ = real(stats->rate_eb);
    *v++ = real(stats->q);
    *v++ = integer(stats->hot > 0, stats->hot);
    *v++ = real(stats->ratio2);
    *v++ = real(stats->ratio2_range.lo);
    *v++ = real(stats->ratio2_range.hi);
    return v;
}

void bm_segment_values(const bm_segment_stats *stats, const bm_naming *naming, bm_value *out)
{
    const bm_segment *segment = &naming->segments[stats->segment];
    bm_value *v = put_segment(segment, &naming->dyads[segment->dyad], out);
    *v++ = integer(true, (int64_t)stats->n_inc);
    *v++ = integer(true, (int64_t)stats->n_lo);
    *v++ = integer(true, (int64_t)stats->n_hi);
    *v++ = real(stats->n_exp);
    for (int k = 0; k < BM_SEGMENT_BANDS; k++)
        *v++ = integer(stats->n_band[k] != UINT64_MAX, (int64_t)stats->n_band[k]);
    *v++ = integer(true, (int64_t)stats->n_a);
    *v++ = integer(true, (int64_t)stats->n_b);
    *v++ = integer(stats->killed != BM_NO_COUNT, stats->killed);
    *v++ = integer(stats->injured != BM_NO_COUNT, stats->injured);
    *v++ = real(stats->rate100);
    *v++ = date(stats->d_first);
    *v++ = date(stats->d_last);
    *v++ = km(stats->med_m);
    *v++ = real(segment->b_acc_m);
    *v++ = name(segment->adm1_a);
    *v++ = name(segment->adm1_b);
    v = put_inference(stats, v);
    assert(v == out + BM_SEGMENT_COLUMNS);
    (void)v;
}
