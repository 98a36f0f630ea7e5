/* Districts summed up while a gazetteer is compiled: where their people live, and the parts of names by which
 * a place may be called there. */
#include "gazetteer/districts.h"

#include "gazetteer/keys.h"
#include "gazetteer/locator.h"
#include "gazetteer/model.h"

#include <math.h>
#include <stdlib.h>

#define DEG 0.017453292519943295

bm_ll gz_mean_of(const struct gz_place *places, const uint32_t *which, size_t n)
{
    bm_ll origin = {places[which[0]].lon, places[which[0]].lat};
    double x_deg = 0, y_deg = 0;

    for (size_t i = 0; i < n; i++) {
        x_deg += remainder(places[which[i]].lon - origin.lon_deg, 360);
        y_deg += places[which[i]].lat - origin.lat_deg;
    }
    return (bm_ll){origin.lon_deg + x_deg / (double)n, origin.lat_deg + y_deg / (double)n};
}

/* Square metres, on a plane through the area's middle; rings have their holes the other way round. */
static double ground_m2(const struct gz_model_area *area)
{
    double y0 = (area->box.south_deg + area->box.north_deg) / 2, sum = 0;
    double x_m = 111320 * cos(y0 * DEG), y_m = 110950;

    for (uint32_t ring = 0; ring < area->n_rings; ring++) {
        for (uint32_t i = area->ring_first[ring]; i + 1 < area->ring_first[ring + 1]; i++) {
            bm_ll a = area->pts[i], b = area->pts[i + 1];
            sum += (a.lon_deg - area->box.west_deg) * (b.lat_deg - y0) -
                   (b.lon_deg - area->box.west_deg) * (a.lat_deg - y0);
        }
    }
    return fabs(sum) / 2 * x_m * y_m;
}

/* Towns of a desert are close to each other, events in it are not: the share of the ground that can be so
 * near is a limit. */
static double share_of(const struct gz_model *model, const struct gz_district *district,
                       const uint32_t *which)
{
    const struct gz_place *row = &model->places[district->place];
    bm_ll centre = {district->lon, district->lat};
    uint32_t near = 0;

    if (row->area == BM_GZ_NONE) return 0;
    for (uint32_t i = 0; i < district->n_places; i++) {
        const struct gz_place *place = &model->places[which[i]];
        near += gz_within_m(centre, (bm_ll){place->lon, place->lat}, GZ_RIVAL_M);
    }
    return fmin((double)near / district->n_places,
                3.141592653589793 * GZ_RIVAL_M * GZ_RIVAL_M / ground_m2(&model->areas[row->area]));
}

static uint32_t seat_of(const struct gz_place *places, const uint32_t *which, uint32_t n)
{
    const struct gz_place *best = NULL;

    for (uint32_t i = 0; i < n; i++) {
        const struct gz_place *place = &places[which[i]];
        int rank = gz_seat_rank(place), above = best ? rank - gz_seat_rank(best) : rank;
        if (rank == 0 || above < 0) continue;
        if (best && above == 0 && place->population <= best->population) continue;
        best = place;
    }
    return best ? (uint32_t)(best - places) : BM_GZ_NONE;
}

static bool is_member(const struct gz_model *model, uint32_t place)
{
    return model->places[place].feat_class == 'P' && model->places[place].admin2 < model->n_places;
}

struct member {
    uint32_t district, place;
};

static int by_district(const void *a, const void *b)
{
    const struct member *x = a, *y = b;

    if (x->district != y->district) return x->district < y->district ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

/* The places of districts, sorted by district, in two tables. */
static uint32_t list_members(const struct gz_model *model, struct member *members, uint32_t *which)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < model->n_places; i++) {
        if (is_member(model, i)) members[n++] = (struct member){model->places[i].admin2, i};
    }
    if (n > 0) qsort(members, n, sizeof *members, by_district);
    for (uint32_t i = 0; i < n; i++) which[i] = members[i].place;
    return n;
}

bm_status gz_list_districts(struct gz_model *model)
{
    struct member *members = NULL;
    uint32_t *which = NULL, n, to;
    bm_status st;

    if ((st = bm_calloc(model->ctx, model->n_places + 1, sizeof *members, (void **)&members)) != BM_OK ||
        (st = bm_calloc(model->ctx, model->n_places + 1, sizeof *which, (void **)&which)) != BM_OK)
        goto done;
    n = list_members(model, members, which);
    for (uint32_t i = 0; i < n; i++)
        model->n_districts += i == 0 || members[i].district != members[i - 1].district;
    if ((st = bm_calloc(model->ctx, model->n_districts + 1, sizeof *model->districts,
                        (void **)&model->districts)) != BM_OK)
        goto done;
    model->n_districts = 0;
    for (uint32_t from = 0; from < n; from = to) {
        struct gz_district *district = &model->districts[model->n_districts++];
        for (to = from; to < n && members[to].district == members[from].district;) to++;
        bm_ll centre = gz_mean_of(model->places, which + from, to - from);
        *district = (struct gz_district){centre.lon_deg, centre.lat_deg, .place = members[from].district};
        district->n_places = to - from;
        district->seat = seat_of(model->places, which + from, to - from);
        district->share = share_of(model, district, which + from);
    }
done:
    bm_free(model->ctx, members);
    bm_free(model->ctx, which);
    return st;
}

/* All runs of words that are long enough, but not the whole name: the postings have that. */
bm_status gz_add_parts(struct gz_model *model, uint32_t place, const struct gz_keys *keys)
{
    const bm_tokens *words = &keys->words;
    char run[BM_FOLD_MAX];
    bm_status st;

    if (words->n < 2 || !is_member(model, place)) return BM_OK;
    for (uint32_t from = 0; from < words->n; from++) {
        size_t n = 0;
        for (uint32_t to = from; to < words->n && !(from == 0 && to + 1 == words->n); to++) {
            memcpy(run + n, words->word[to].p, words->word[to].len);
            n += words->word[to].len;
            if (n < GZ_PART_MIN) continue;
            if ((st = bm_grow(model->ctx, (void **)&model->parts, &model->cap_parts, model->n_parts + 1,
                              sizeof *model->parts)) != BM_OK)
                return st;
            model->parts[model->n_parts++] =
                (struct gz_part){gz_part_hash(model->places[place].admin2, run, n), place};
        }
    }
    return BM_OK;
}

static int by_hash(const void *a, const void *b)
{
    const struct gz_part *x = a, *y = b;

    if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

void gz_sort_parts(struct gz_model *model)
{
    size_t n = 0;

    if (model->n_parts == 0) return;
    qsort(model->parts, model->n_parts, sizeof *model->parts, by_hash);
    for (size_t i = 0; i < model->n_parts; i++) {
        if (n == 0 || by_hash(&model->parts[n - 1], &model->parts[i]) != 0)
            model->parts[n++] = model->parts[i];
    }
    model->n_parts = n;
}
