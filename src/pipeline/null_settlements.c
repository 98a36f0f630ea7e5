/* Settlements as places where an incident could as well have been: the populated places of all gazetteers of
 * the run, each once, in the country whose ground they are on by the border file, as incidents are. */
#include "adapt/planar.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/str.h"
#include "pipeline/each.h"
#include "pipeline/null_pool.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { CHUNK = 256 };

/* Degrees that a box is widened by: a shore town lies up to 2 km outside its country's outline and still has
 * its side; 0.03 degrees of latitude are 3.3 km. */
#define SHORE_DEG 0.03

struct settlement {
    bm_ll point;
    float people;
    char iso3[4];
};

struct finder {
    const struct bm_null_make *make;
    bm_box *boxes; /* around all countries' ground, some kilometres wider */
    size_t n_boxes, cap_boxes;
    bm_tree *tree; /* over them */
    bm_arena *keys; /* of places that a later gazetteer could repeat */
    bm_map known;
    struct settlement *items;
    size_t n, cap;
    struct bm_null_rows rows;
};

static bm_status add_box(bm_ctx *ctx, struct finder *f, const bm_box *box)
{
    double lat_deg = fmax(fabs(box->south_deg), fabs(box->north_deg)) + SHORE_DEG;
    double wide_deg = lat_deg < 88 ? SHORE_DEG / cos(lat_deg * 0.017453292519943295) : 360;
    bm_box wide = {box->west_deg - wide_deg, box->south_deg - SHORE_DEG, box->east_deg + wide_deg,
                   box->north_deg + SHORE_DEG};
    bm_status st = bm_grow(ctx, (void **)&f->boxes, &f->cap_boxes, f->n_boxes + 3, sizeof *f->boxes);

    for (int turn = -1; turn <= 1 && st == BM_OK; turn++) { /* what is beyond 180 degrees comes in on the other side */
        bm_box turned = wide;

        turned.west_deg += 360 * turn, turned.east_deg += 360 * turn;
        if (turned.east_deg >= -180 && turned.west_deg <= 180) f->boxes[f->n_boxes++] = turned;
    }
    return st;
}

static bm_status collect_boxes(bm_ctx *ctx, const struct bm_setup *setup, struct finder *f)
{
    const bm_null_pool *pool = &f->make->pool;
    bm_status st = BM_OK;

    for (size_t c = 0; c < pool->n_countries && st == BM_OK; c++) {
        const bm_box *boxes;
        size_t n;

        st = bm_border_ground_boxes(ctx, setup->border, pool->iso3[c], BM_NO_DAY, f->keys, &boxes, &n);
        for (size_t i = 0; i < n && st == BM_OK; i++) st = add_box(ctx, f, &boxes[i]);
    }
    return st == BM_OK ? bm_tree_build(ctx, f->boxes, f->n_boxes, &f->tree) : st;
}

static void say_yes(void *user, uint32_t index)
{
    (void)index;
    *(bool *)user = true;
}

/* Whether a place may lie on the ground of one of the countries. */
static bm_status is_about(bm_ctx *ctx, const struct finder *f, const bm_gazetteer_place *place, bool *yes)
{
    bm_box at = {place->point.lon_deg, place->point.lat_deg, place->point.lon_deg, place->point.lat_deg};

    *yes = f->n_boxes == 0 && bm_null_country(&f->make->pool, place->iso3) != UINT16_MAX;
    return f->n_boxes ? bm_tree_query(ctx, f->tree, &at, say_yes, yes) : BM_OK;
}

/* Whether an earlier gazetteer has the place: by its id, or by its name within a tenth of a degree, since not
 * every source has GeoNames' ids. Remembers both. */
static bm_status is_known(bm_ctx *ctx, struct finder *f, size_t gazetteer, const bm_gazetteer_place *place,
                          bool *known)
{
    char name[320];
    uint64_t *slot;
    bool ok = true, added;
    bm_str keys[2] = {place->gaz_id};
    bm_status st;

    *known = false;
    snprintf(name, sizeof name, "%d %d %.*s", (int)floor(place->point.lon_deg * 10),
             (int)floor(place->point.lat_deg * 10), (int)place->name.len, place->name.p ? place->name.p : "");
    keys[1] = bm_str_z(name);
    for (int k = 0; k < 2; k++) {
        const uint64_t *before = bm_map_find(&f->known, keys[k]);

        *known |= before && *before != gazetteer;
        if (before) continue;
        if ((st = bm_map_add(&f->known, bm_arena_copy(f->keys, keys[k], &ok), &slot, &added)) != BM_OK) return st;
        if (!ok) return bm_fail(ctx, BM_ENOMEM, "out of memory for the settlements of a null hypothesis");
        *slot = gazetteer;
    }
    return BM_OK;
}

/* A part of a town has no people of its own: they are the town's already. */
static float people_of(const bm_gazetteer_place *place)
{
    return bm_str_eq(place->feat, BM_LIT("PPLX")) ? 0 : (float)place->population;
}

static bm_status collect_places(bm_ctx *ctx, const struct bm_setup *setup, size_t gazetteer, struct finder *f)
{
    bm_gazetteer_place place;
    bool known = false, about;
    bm_status st;

    for (uint64_t i = 0; bm_gazetteer_get_place(setup->gazetteers[gazetteer], i, &place); i++) {
        if (place.feat_class != 'P' || place.defunct) continue;
        if ((st = is_about(ctx, f, &place, &about)) != BM_OK) return st;
        if (!about) continue;
        if (setup->n_gazetteers > 1 && (st = is_known(ctx, f, gazetteer, &place, &known)) != BM_OK) return st;
        if (known) continue;
        if ((st = bm_grow(ctx, (void **)&f->items, &f->cap, f->n + 1, sizeof *f->items)) != BM_OK) return st;
        f->items[f->n] = (struct settlement){.point = place.point, .people = people_of(&place)};
        memcpy(f->items[f->n++].iso3, place.iso3, sizeof place.iso3);
    }
    return BM_OK;
}

static bm_status tag_chunk(bm_ctx *ctx, void *user, struct bm_worker *worker, size_t chunk)
{
    struct finder *f = user;
    bm_status st = BM_OK;

    for (size_t i = chunk * CHUNK; i < f->n && i < (chunk + 1) * CHUNK && st == BM_OK; i++) {
        bm_tag tag;

        st = bm_null_tag(ctx, worker, f->items[i].point, f->items[i].iso3, &f->rows, i, &tag);
        f->rows.people[i] = f->items[i].people;
        f->rows.country[i] = st == BM_OK ? bm_null_country(&f->make->pool, tag.side) : UINT16_MAX;
    }
    return st;
}

static bm_status sum_people(bm_ctx *ctx, struct bm_null_make *make)
{
    const bm_null_places *places = &make->pool.settlements;
    double *people = bm_arena_calloc(make->arena, make->pool.n_countries, sizeof *people);

    if (!people) return bm_fail(ctx, BM_ENOMEM, "out of memory for the people of countries");
    for (size_t c = 0; c < make->pool.n_countries; c++)
        for (uint32_t i = places->first[c]; i < places->first[c + 1]; i++) people[c] += (double)places->people[i];
    make->pool.people = people;
    return BM_OK;
}

bm_status bm_null_settlements(bm_ctx *ctx, const struct bm_setup *setup, struct bm_crew *crew,
                              struct bm_null_make *make)
{
    struct finder f = {.make = make};
    bm_status st;

    bm_map_init(&f.known, ctx);
    if ((st = bm_arena_create(ctx, &f.keys)) != BM_OK) goto done;
    if ((st = collect_boxes(ctx, setup, &f)) != BM_OK) goto done;
    for (size_t g = 0; g < setup->n_gazetteers; g++)
        if ((st = collect_places(ctx, setup, g, &f)) != BM_OK) goto done;
    if ((st = bm_null_rows_create(ctx, f.n, true, &f.rows)) != BM_OK) goto done;
    if ((st = bm_crew_each(ctx, crew, (f.n + CHUNK - 1) / CHUNK, tag_chunk, &f)) != BM_OK) goto done;
    if ((st = bm_null_rows_group(ctx, make, &f.rows, &make->pool.settlements)) != BM_OK) goto done;
    st = sum_people(ctx, make);
done:
    bm_null_rows_free(ctx, &f.rows);
    bm_free(ctx, f.items);
    bm_tree_destroy(f.tree);
    bm_free(ctx, f.boxes);
    bm_map_free(&f.known);
    bm_arena_destroy(f.keys);
    return st;
}
