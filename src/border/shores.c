/* The nearest shore: the search of borders over other lines. */
#include "border/shores.h"

#include "base/map.h"
#include "base/mem.h"
#include "border/groups.h"
#include "border/search_impl.h"

#include <math.h>
#include <string.h>

struct bm_shore_search {
    bm_border rings; /* the shores as lines; what a search does not need is not there */
    const struct bmb_shore_cell *grid;
    bm_search *search;
    int32_t skip; /* the country left out, -1 */
    bool one;     /* only groups of one country: first to end - 1 */
    uint32_t first, end;
    int32_t bound[3];
};

static bool is_wanted(const struct bm_shore_search *s, uint32_t group)
{
    if (s->one) return group >= s->first && group < s->end;
    return s->skip < 0 || s->rings.groups[group].dyad != (uint32_t)s->skip;
}

static void note_item(void *user, uint32_t group)
{
    struct bm_shore_search *s = user;

    if (!is_wanted(s, group)) return;
    for (int k = 0; k < 3; k++)
        if (s->bound[k] == (int32_t)group) return;
    bm_search_note_group(s->search, group);
}

/* Of one country's groups the one with the nearest box. */
static int32_t nearest_of_one(const struct bm_shore_search *s)
{
    float least2_m = INFINITY;
    int32_t nearest = -1;

    for (uint32_t g = s->first; g < s->end; g++) {
        float low2_m = bm_group_distance2(&s->rings.groups[g], s->search->from);

        if (low2_m < least2_m) nearest = (int32_t)g, least2_m = low2_m;
    }
    return nearest;
}

static void scan_bound(struct bm_shore_search *s, int k, int32_t group)
{
    s->bound[k] = group;
    if (group < 0) return;
    bm_search_note_group(s->search, (uint32_t)group);
    bm_search_scan_found(s->search);
}

/* As bm_search_groups, with a bound for two countries even if one of the three is left out. */
static void shore_groups(bm_search *search, void *user)
{
    struct bm_shore_search *s = user;
    const struct bmb_shore_cell *cell = &s->grid[bm_grid_cell(search->grid_step_deg, search->point)];
    bm_status st;

    search->n_found = 0;
    for (int k = 0; k < 3; k++) {
        s->bound[k] = -1;
        if (cell->group[k] >= 0 && is_wanted(s, (uint32_t)cell->group[k])) scan_bound(s, k, cell->group[k]);
    }
    if (s->one && s->bound[0] < 0 && s->bound[1] < 0 && s->bound[2] < 0) scan_bound(s, 0, nearest_of_one(s));
    st = bm_search_ask_cap(search->ctx, search, search->point, bm_chord_upper_m(bm_search_reach(search, -1)),
                           note_item, s);
    if (st != BM_OK) search->status = st;
    bm_search_scan_found(search);
}

bm_status bm_shore_search_over(bm_ctx *ctx, const bm_border *rings, const struct bmb_shore_cell *grid,
                               bool geodesic, bool choosing, struct bm_shore_search **out)
{
    struct bm_shore_search *s;
    void *block;
    bm_status st;

    *out = NULL;
    if ((st = bm_calloc(ctx, 1, sizeof *s, &block)) != BM_OK) return st;
    s = block;
    s->rings = *rings;
    s->grid = grid;
    s->skip = -1;
    if (choosing)
        st = bm_search_create_choosing(ctx, &s->rings, geodesic, NULL, 0, &s->search);
    else
        st = bm_search_create(ctx, &s->rings, geodesic, NULL, 0, &s->search);
    if (st != BM_OK) goto done;
    if (!choosing) s->search->source = shore_groups, s->search->source_user = s;
    *out = s;
    s = NULL;
done:
    bm_shore_search_destroy(ctx, s);
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
           section[BMB_SHORE_RUN_BOXES].n == section[BMB_SHORE_GROUPS].n &&
           section[BMB_SHORE_AREAS].n == section[BMB_SHORE_GROUPS].n &&
           bm_grid_step_deg(section[BMB_SHORE_GRID].n) != 0;
}

static bool are_sound(const bm_border *rings, const struct bmb_shore_cell *grid, size_t n_cells)
{
    for (uint32_t r = 0; r < rings->n_runs; r++) {
        const struct bmb_run *run = &rings->runs[r];

        if (run->dyad >= rings->n_dyads || run->part >= rings->n_parts || run->n_edges == 0 ||
            run->n_edges > BMB_RUN_EDGES || run->first >= rings->n_pts ||
            run->n_edges >= rings->n_pts - run->first)
            return false;
    }
    for (size_t c = 0; c < n_cells; c++)
        for (int k = 0; k < 3; k++)
            if (grid[c].group[k] < -1 || grid[c].group[k] >= (int64_t)rings->n_groups) return false;
    return bmb_groups_are_sound(rings);
}

bm_status bm_shore_search_create(bm_ctx *ctx, const bm_border *border, bool geodesic, bool choosing,
                                 struct bm_shore_search **out)
{
    const struct bmb_header *header = border->header;
    const unsigned char *p = border->mapping.p;
    uint64_t from = header->section[BMB_RING_XYZ].offset;
    const struct bmb_shore_cell *grid = (const void *)(p + header->section[BMB_SHORE_GRID].offset);
    size_t n_cells = header->section[BMB_SHORE_GRID].n;
    bm_border rings = {.ctx = border->ctx,
                       .pts = border->ring_pts,
                       .n_pts = border->n_ring_pts,
                       .n_dyads = border->n_countries,
                       .n_parts = (uint32_t)header->section[BMB_SHORE_PARTS].n,
                       .n_changes = border->n_changes,
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
    rings.group_areas = (const void *)(p + header->section[BMB_SHORE_AREAS].offset);
    if (!are_sound(&rings, grid, n_cells)) goto damaged;
    rings.n_cells = (uint32_t)n_cells;
    return bm_shore_search_over(ctx, &rings, grid, geodesic, choosing, out);
damaged:
    return bm_fail(ctx, BM_EFORMAT, "the shores of the border file are damaged; build it again");
}

void bm_shore_choose(struct bm_shore_search *s, bm_search_wants wants, void *user)
{
    bm_search_choose(s->search, wants, user);
}

void bm_shore_skip(struct bm_shore_search *s, int32_t country)
{
    s->skip = country;
}

void bm_shore_set_day(struct bm_shore_search *s, int32_t day)
{
    bm_search_set_day(s->search, day);
}

void bm_shore_only(struct bm_shore_search *s, int32_t country)
{
    s->one = true;
    s->first = s->end = 0;
    for (uint32_t g = 0; country >= 0 && g < s->rings.n_groups; g++) {
        if (s->rings.groups[g].dyad != (uint32_t)country) continue;
        if (s->end == 0) s->first = g;
        s->end = g + 1;
    }
}

bool bm_shore_is_empty(const struct bm_shore_search *s)
{
    if (s->one) return s->first == s->end;
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
    for (uint32_t r = group->first; r < group->first + group->n_runs; r++) {
        const struct bmb_run *run = &s->rings.runs[r];

        if (bm_part_holds(&s->rings, run->part, s->search->day) && bm_search_has_dyad(s->search, run->dyad) &&
            bm_area_contains(area, s->rings.pts[run->first]))
            return true;
    }
    return false;
}

bool bm_shore_in_area(const struct bm_shore_search *s, const bm_area *area)
{
    for (uint32_t g = 0; g < s->rings.n_groups; g++)
        if (is_wanted(s, g) && begins_in(s, &s->rings.groups[g], area)) return true;
    return false;
}

bm_status bm_shore_cell(bm_ctx *ctx, struct bm_shore_search *s, bm_ll middle, struct bmb_shore_cell *cell)
{
    struct bmb_shore_cell found = {{-1, -1, -1}};
    const struct bm_hit *hits;
    bm_status st = BM_OK;
    size_t n;

    for (int k = 0; k < 3 && st == BM_OK; k++) {
        const struct bm_hit *best = NULL;

        /* The nearest; then the nearest of the others; then, of two, the one that is not yet there. */
        s->skip = k == 0 ? -1 : (int32_t)s->rings.groups[found.group[0]].dyad;
        st = bm_shore_nearest(ctx, s, middle, INFINITY, k == 2 ? BM_SEARCH_TWO_DYADS : BM_SEARCH_NEAREST,
                              &hits, &n);
        for (size_t i = 0; st == BM_OK && i < n; i++) {
            if (k == 2 && hits[i].dyad == (int32_t)s->rings.groups[found.group[1]].dyad) continue;
            if (!best || hits[i].foot.dist_m < best->foot.dist_m) best = &hits[i];
        }
        if (!best) break;
        found.group[k] = bm_group_of(&s->rings, best->run);
    }
    s->skip = -1;
    *cell = found;
    return st;
}
