/* What a scope measures to. The borders of one country are few: a search that looks at all of them is set for
 * each place; it changes only when the country does. Foreign ground begins at a border of the own country or
 * at another country's shore, so borders between others need not be looked at; the own outline is the borders
 * and the shores of the own country. A border is thus part of what `foreign` and `outline` measure to, and
 * neither is ever farther than `own`. */
#include "border/shores.h"
#include "border/tagger.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const char *bm_scope_name(bm_scope scope)
{
    static const char *const names[] = {"any", "own", "foreign", "outline"};

    return names[scope];
}

bm_status bm_scope_create(bm_ctx *ctx, const bm_tag_options *options, bm_tagger *tagger)
{
    bool geodesic = options->edges == BM_EDGES_GEODESIC;
    bm_status st = bm_search_create(ctx, tagger->border, geodesic, NULL, 0, &tagger->all);

    if (st != BM_OK) return st;
    tagger->scope = options->scope;
    tagger->named = options->dyads != NULL;
    tagger->search = tagger->all;
    if (tagger->scope == BM_SCOPE_ANY)
        return tagger->named ? bm_search_create(ctx, tagger->border, geodesic, options->dyads,
                                                options->n_dyads, &tagger->search)
                             : BM_OK;
    st = bm_search_create_choosing(ctx, tagger->border, geodesic, options->dyads, options->n_dyads,
                                   &tagger->search);
    if (st != BM_OK || tagger->scope == BM_SCOPE_OWN || (tagger->scope == BM_SCOPE_OUTLINE && tagger->named))
        return st;
    return bm_shore_search_create(ctx, tagger->border, geodesic,
                                  tagger->scope == BM_SCOPE_OUTLINE || tagger->named, &tagger->shores);
}

void bm_scope_destroy(bm_ctx *ctx, bm_tagger *tagger)
{
    if (tagger->search != tagger->all) bm_search_destroy(ctx, tagger->search);
    bm_search_destroy(ctx, tagger->all);
    bm_shore_search_destroy(ctx, tagger->shores);
}

static bool is_of(const bm_dyad *dyad, const char *iso)
{
    return strcmp(dyad->iso_a, iso) == 0 || strcmp(dyad->iso_b, iso) == 0;
}

static bool is_own_dyad(void *user, uint32_t dyad)
{
    const bm_tagger *tagger = user;

    return is_of(&tagger->border->dyads[dyad], tagger->own);
}

/* Of shores: those of the own country, or of the other country of a chosen dyad. */
static bool is_wanted_shore(void *user, uint32_t country)
{
    const bm_tagger *tagger = user;
    const char *iso = tagger->border->countries[country].iso;
    bool own = strcmp(iso, tagger->own) == 0;

    if (tagger->scope == BM_SCOPE_OUTLINE) return own;
    for (uint32_t d = 0; d < tagger->border->n_dyads && !own; d++)
        if (bm_search_has_dyad(tagger->search, d) && is_of(&tagger->border->dyads[d], iso)) return true;
    return false;
}

static int32_t country_of(const bm_border *border, const char *iso)
{
    for (uint32_t c = 0; c < border->n_countries; c++)
        if (strcmp(border->countries[c].iso, iso) == 0) return (int32_t)c;
    return -1;
}

void bm_scope_aim(bm_tagger *tagger, const char *own)
{
    if (tagger->scope == BM_SCOPE_ANY || strcmp(own, tagger->own) == 0) return;
    memcpy(tagger->own, own, strlen(own) + 1);
    bm_search_choose(tagger->search, is_own_dyad, tagger);
    if (!tagger->shores) return;
    if (tagger->scope == BM_SCOPE_OUTLINE || tagger->named)
        bm_shore_choose(tagger->shores, is_wanted_shore, tagger);
    else
        bm_shore_skip(tagger->shores, country_of(tagger->border, own));
}

static bool has_shores(const bm_tagger *tagger)
{
    return tagger->shores && tagger->own[0] && !bm_shore_is_empty(tagger->shores);
}

void bm_scope_set_day(bm_tagger *tagger)
{
    bm_search_set_day(tagger->all, tagger->day);
    if (tagger->search != tagger->all) bm_search_set_day(tagger->search, tagger->day);
    if (tagger->shores) bm_shore_set_day(tagger->shores, tagger->day);
}

bool bm_scope_is_empty(const bm_tagger *tagger)
{
    return bm_search_is_empty(tagger->search) && !has_shores(tagger);
}

/* A country that is near, by its border or by its shore. */
struct rival {
    double dist_m;
    const struct bm_hit *hit; /* of the shore */
    int32_t line;             /* the dyad; -1: by its shore */
    char iso[4];
};

/* Keeps the nearer way to each country; at a tie its border. */
static void add_rival(struct rival *rivals, size_t *n, struct rival rival)
{
    for (size_t i = 0; i < *n; i++) {
        if (memcmp(rivals[i].iso, rival.iso, 4) != 0) continue;
        if (rival.dist_m < rivals[i].dist_m - (rivals[i].line >= 0 ? BM_TIE_M : 0)) rivals[i] = rival;
        return;
    }
    rivals[(*n)++] = rival;
}

/* Nearer; of equally near ones the first in the alphabet. */
static bool goes_before(const struct rival *a, const struct rival *b)
{
    if (fabs(a->dist_m - b->dist_m) > BM_TIE_M) return a->dist_m < b->dist_m;
    return memcmp(a->iso, b->iso, 4) < 0;
}

/* The dyad of the own and another country, or its name if there is none. */
static int32_t pair_of(const bm_tagger *tagger, const char *iso, char pair[8])
{
    bool first = strcmp(iso, tagger->own) < 0;
    int32_t dyad;

    snprintf(pair, 8, "%s-%s", first ? iso : tagger->own, first ? tagger->own : iso);
    dyad = bm_border_dyad(tagger->border, pair);
    if (dyad >= 0) pair[0] = '\0';
    return dyad;
}

static const char *other_of(const bm_tagger *tagger, int32_t dyad)
{
    const bm_dyad *d = &tagger->border->dyads[dyad];

    return strcmp(d->iso_a, tagger->own) == 0 ? d->iso_b : d->iso_a;
}

static void add_line(const bm_tagger *tagger, int32_t dyad, double dist_m, struct rival *rivals, size_t *n)
{
    struct rival rival = {.dist_m = dist_m, .line = dyad};

    if (dyad < 0) return;
    memcpy(rival.iso, other_of(tagger, dyad), 4);
    add_rival(rivals, n, rival);
}

/* At most two countries by borders and two by shores. A third one cannot be the nearest or the next. */
static size_t list_rivals(const bm_tagger *tagger, const struct bm_nearest *line, const struct bm_hit *hits,
                          size_t n_hits, struct rival *rivals)
{
    const struct bm_hit *best[2] = {NULL, NULL};
    size_t n = 0;

    add_line(tagger, line->dyad, line->dist_m, rivals, &n);
    add_line(tagger, line->dyad2, line->dist2_m, rivals, &n);
    for (int k = 0; k < 2; k++) {
        struct rival rival = {.line = -1};

        for (size_t i = 0; i < n_hits; i++) {
            if (k == 1 && hits[i].dyad == best[0]->dyad) continue;
            if (!best[k] || hits[i].foot.dist_m < best[k]->foot.dist_m) best[k] = &hits[i];
        }
        if (!best[k]) break;
        rival.dist_m = best[k]->foot.dist_m;
        rival.hit = best[k];
        memcpy(rival.iso, tagger->border->countries[best[k]->dyad].iso, 4);
        add_rival(rivals, &n, rival);
    }
    return n;
}

static void settle_foreign(const bm_tagger *tagger, const struct bm_nearest *line, const struct bm_hit *hits,
                           size_t n_hits, struct bm_scope_find *out)
{
    struct rival rivals[4];
    size_t n = list_rivals(tagger, line, hits, n_hits, rivals);
    const struct rival *first = NULL, *second = NULL;

    for (size_t i = 0; i < n; i++)
        if (!first || goes_before(&rivals[i], first)) first = &rivals[i];
    for (size_t i = 0; i < n; i++)
        if (&rivals[i] != first && (!second || goes_before(&rivals[i], second))) second = &rivals[i];
    if (!first) return;
    out->at_shore = first->line < 0;
    out->dyad = pair_of(tagger, first->iso, out->pair);
    out->dist_m = first->dist_m;
    if (first->hit) out->near = first->hit->foot.at;
    out->dyad2 = -1;
    out->dist2_m = NAN;
    out->tie = line->tie && !out->at_shore;
    out->tie_at_end = line->tie_at_end && !out->at_shore;
    if (!second) return;
    out->dyad2 = pair_of(tagger, second->iso, out->pair2);
    out->dist2_m = second->dist_m;
    if (fabs(first->dist_m - second->dist_m) > BM_TIE_M) return;
    out->tie = true;
    out->tie_at_end &= first->line >= 0 && second->line >= 0;
}

/* The nearest of the hits; of equal ones the first in the file. */
static const struct bm_hit *nearest_hit(const struct bm_hit *hits, size_t n)
{
    const struct bm_hit *best = NULL;

    for (size_t i = 0; i < n; i++)
        if (!best || hits[i].foot.dist_m < best->foot.dist_m ||
            (hits[i].foot.dist_m == best->foot.dist_m && hits[i].edge < best->edge))
            best = &hits[i];
    return best;
}

bm_status bm_scope_nearest(bm_ctx *ctx, bm_tagger *tagger, bm_ll point, const struct bm_nearest *line,
                           struct bm_scope_find *out)
{
    bool foreign = tagger->scope == BM_SCOPE_FOREIGN;
    double limit_m = foreign ? line->dist2_m : line->dist_m;
    const struct bm_hit *hits = NULL, *best;
    size_t n = 0;
    bm_status st;

    *out = (struct bm_scope_find){.line = *line, .dyad = line->dyad, .dyad2 = line->dyad2};
    out->tie = line->tie, out->tie_at_end = line->tie_at_end;
    out->near = line->hit.foot.at;
    out->dist_m = line->dyad >= 0 ? line->dist_m : NAN;
    out->dist2_m = line->dist2_m;
    if (!has_shores(tagger)) return BM_OK;
    st = bm_shore_nearest(ctx, tagger->shores, point, isnan(limit_m) ? INFINITY : limit_m,
                          foreign ? BM_SEARCH_TWO_DYADS : BM_SEARCH_NEAREST, &hits, &n);
    if (st != BM_OK) return st;
    if (foreign) {
        settle_foreign(tagger, line, hits, n, out);
        return BM_OK;
    }
    best = nearest_hit(hits, n);
    if (!best || (line->dyad >= 0 && best->foot.dist_m >= line->dist_m - BM_TIE_M)) return BM_OK;
    *out = (struct bm_scope_find){.at_shore = true, .dyad = -1, .dyad2 = line->dyad, .near = best->foot.at};
    out->dist_m = best->foot.dist_m;
    out->dist2_m = line->dyad >= 0 ? line->dist_m : NAN;
    return BM_OK;
}

bm_status bm_scope_shore_m(bm_ctx *ctx, bm_tagger *tagger, bm_ll point, double limit_m, bool rough,
                           double *dist_m)
{
    const struct bm_hit *hits, *best;
    size_t n;
    bm_status st;

    *dist_m = INFINITY;
    if (!has_shores(tagger)) return BM_OK;
    st = bm_shore_nearest(ctx, tagger->shores, point, limit_m, rough ? BM_SEARCH_ROUGH : BM_SEARCH_NEAREST,
                          &hits, &n);
    if (st != BM_OK) return st;
    best = nearest_hit(hits, n);
    if (best && best->foot.dist_m < limit_m) *dist_m = best->foot.dist_m;
    return BM_OK;
}

bool bm_scope_begins_in(const bm_tagger *tagger, const bm_area *area)
{
    const bm_border *border = tagger->border;

    for (uint32_t p = 0; p < border->n_parts; p++)
        if (bm_part_holds(border, p, tagger->day) &&
            bm_search_has_dyad(tagger->search, border->parts[p].dyad) &&
            bm_area_contains(area, border->pts[border->parts[p].first]))
            return true;
    return has_shores(tagger) && bm_shore_in_area(tagger->shores, area);
}
