/* The nearest shore: the search of borders over other lines. */
#include "border/shores.h"

#include "base/map.h"
#include "base/mem.h"
#include "border/search_impl.h"

#include <string.h>

struct bm_shore_search {
    bm_border rings; /* the shores as lines; what a search does not need is not there */
    bm_search *search;
};

static bm_status search_over(bm_ctx *ctx, const bm_border *rings, bool geodesic, bool choosing,
                             struct bm_shore_search **out)
{
    struct bm_shore_search *s;
    void *block;
    bm_status st;

    *out = NULL;
    if ((st = bm_calloc(ctx, 1, sizeof *s, &block)) != BM_OK) return st;
    s = block;
    s->rings = *rings;
    if (choosing)
        st = bm_search_create_choosing(ctx, &s->rings, geodesic, NULL, 0, &s->search);
    else
        st = bm_search_create(ctx, &s->rings, geodesic, NULL, 0, &s->search);
    if (st == BM_OK)
        *out = s;
    else
        bm_free(ctx, s);
    return st;
}

void bm_shore_search_destroy(bm_ctx *ctx, struct bm_shore_search *s)
{
    if (!s) return;
    bm_search_destroy(ctx, s->search);
    bm_free(ctx, s);
}

static bool counts_agree(const struct bmb_header *header)
{
    const struct bmb_section *section = header->section;

    return section[BMB_RING_XYZ].n == section[BMB_RING_PTS].n &&
           section[BMB_RING_SAG].n == section[BMB_RING_PTS].n &&
           section[BMB_SHORE_RUN_BOXES].n == section[BMB_SHORE_GROUPS].n;
}

static bool are_sound(const bm_border *rings)
{
    for (uint32_t r = 0; r < rings->n_runs; r++) {
        const struct bmb_run *run = &rings->runs[r];

        if (run->dyad >= rings->n_dyads || run->part >= rings->n_parts || run->n_edges == 0 ||
            run->n_edges > BMB_RUN_EDGES || run->first >= rings->n_pts ||
            run->n_edges >= rings->n_pts - run->first)
            return false;
        for (uint32_t i = run->first; i < run->first + run->n_edges; i++)
            if (!bmb_is_sag(rings->sag[i])) return false;
    }
    return bmb_groups_are_sound(rings);
}

bm_status bm_shore_search_create(bm_ctx *ctx, const bm_border *border, bool geodesic, bool choosing,
                                 struct bm_shore_search **out)
{
    const struct bmb_header *header = border->header;
    const unsigned char *p = border->mapping.p;
    uint64_t from = header->section[BMB_RING_XYZ].offset;
    bm_border rings = {.ctx = border->ctx,
                       .pts = border->ring_pts,
                       .n_pts = border->n_ring_pts,
                       .n_dyads = border->n_countries,
                       .n_parts = (uint32_t)header->section[BMB_SHORE_PARTS].n,
                       .changes = border->changes,
                       .n_changes = border->n_changes,
                       .first_day = border->first_day,
                       .last_day = border->last_day,
                       .n_runs = (uint32_t)header->section[BMB_SHORE_RUNS].n,
                       .n_groups = (uint32_t)header->section[BMB_SHORE_GROUPS].n};

    *out = NULL;
    if (!counts_agree(header) || header->shore_hash != bm_hash(p + from, header->bytes - from)) goto damaged;
    rings.xyz = (const void *)(p + from);
    rings.sag = (const void *)(p + header->section[BMB_RING_SAG].offset);
    rings.parts = (const void *)(p + header->section[BMB_SHORE_PARTS].offset);
    rings.runs = (const void *)(p + header->section[BMB_SHORE_RUNS].offset);
    rings.groups = (const void *)(p + header->section[BMB_SHORE_GROUPS].offset);
    rings.run_boxes = (const void *)(p + header->section[BMB_SHORE_RUN_BOXES].offset);
    if (!are_sound(&rings)) goto damaged;
    return search_over(ctx, &rings, geodesic, choosing, out);
damaged:
    return bm_fail(ctx, BM_EFORMAT, "the shores of the border file are damaged; build it again");
}

void bm_shore_choose(struct bm_shore_search *s, bm_search_wants wants, void *user)
{
    bm_search_choose(s->search, wants, user);
}

void bm_shore_skip(struct bm_shore_search *s, int32_t country)
{
    bm_search_skip(s->search, country);
}

void bm_shore_set_day(struct bm_shore_search *s, int32_t day)
{
    bm_search_set_day(s->search, day);
}

bool bm_shore_is_empty(const struct bm_shore_search *s)
{
    return bm_search_is_empty(s->search);
}

bm_measure *bm_shore_measure(struct bm_shore_search *s)
{
    return bm_search_measure(s->search);
}

bm_status bm_shore_nearest(bm_ctx *ctx, struct bm_shore_search *s, bm_ll point, double limit_m,
                           enum bm_search_goal goal, const struct bm_hit **hits, size_t *n)
{
    bm_search_limit(s->search, limit_m);
    return bm_search_nearest(ctx, s->search, point, goal, hits, n);
}

static bool begins_in(const struct bm_shore_search *s, const struct bmb_group *group, const bm_area *area)
{
    for (uint32_t r = group->first; r < group->first + group->n_runs; r++)
        if (bm_part_holds(&s->rings, s->rings.runs[r].part, s->search->day) &&
            bm_area_contains(area, s->rings.pts[s->rings.runs[r].first]))
            return true;
    return false;
}

bool bm_shore_in_area(const struct bm_shore_search *s, const bm_area *area)
{
    for (uint32_t g = 0; g < s->rings.n_groups; g++)
        if (bm_search_has_dyad(s->search, s->rings.groups[g].dyad) && begins_in(s, &s->rings.groups[g], area))
            return true;
    return false;
}
