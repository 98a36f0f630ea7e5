/* Lines of one country that run through another's ground, where no vertex is shared. If only one of the two
 * does so, its ground is an enclave that the other's polygon leaves no hole for, and its outline is the
 * border. If both do, their claims overlap, and no line is better than the other: that is reported and left
 * out. */
#include "border/readers.h"

#include "base/mem.h"
#include "base/str.h"

#include <stdio.h>
#include <string.h>

struct intrusion { /* of country into other */
    uint16_t country, other;
    double length_m;
};
struct intrusions {
    struct intrusion *items;
    size_t n, cap;
};

static bm_pt middle(const struct bm_edge *edge)
{
    bm_pt a = bm_pt_from_key(edge->a), b = bm_pt_from_key(edge->b);

    return (bm_pt){(int32_t)(((int64_t)a.x + b.x) / 2), (int32_t)(((int64_t)a.y + b.y) / 2)};
}

static struct intrusion *find(const struct intrusions *list, uint16_t country, uint16_t other)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->items[i].country == country && list->items[i].other == other) return &list->items[i];
    return NULL;
}

static bm_status count(bm_ctx *ctx, struct intrusions *list, const struct bm_edge *edge, uint16_t other)
{
    struct intrusion *item = find(list, edge->left, other);
    bm_status st;

    if (!item) {
        st = bm_grow(ctx, (void **)&list->items, &list->cap, list->n + 1, sizeof *list->items);
        if (st != BM_OK) return st;
        item = &list->items[list->n++];
        *item = (struct intrusion){edge->left, other, 0};
    }
    item->length_m += bm_pt_metres(bm_pt_from_key(edge->a), bm_pt_from_key(edge->b));
    return BM_OK;
}

static bm_status report(bm_ctx *ctx, const struct bm_rings *rings, const struct intrusions *list,
                        struct bm_log *log)
{
    bm_status st = BM_OK;

    for (size_t i = 0; i < list->n && st == BM_OK; i++) {
        const struct intrusion *item = &list->items[i];
        bool both = find(list, item->other, item->country) != NULL;
        long long length_m = (long long)(item->length_m + 0.5);
        char pair[8];
        if (both && item->country > item->other) continue;
        snprintf(pair, sizeof pair, "%s-%s", rings->isos[item->country], rings->isos[item->other]);
        if (both) {
            struct bm_pair_report *found;
            st = bm_log_pair(ctx, log, rings->isos[item->country], rings->isos[item->other], &found);
            if (st != BM_OK) return st;
            found->overlap_m += item->length_m;
        }
        st = both
                 ? bm_issue_add(
                       ctx, log->issues, BM_WARNING, log->src, 0, 0, BM_LIT("geometry"), bm_str_z(pair),
                       "polygons that do not overlap; %lld m of outline of the first run through the second "
                       "and are no border",
                       length_m)
                 : bm_issue_add(
                       ctx, log->issues, BM_NOTE, log->src, 0, 0, BM_LIT("geometry"), bm_str_z(pair),
                       "a hole in the second country's polygon for the first; %lld m of outline inside of it "
                       "are taken as the border",
                       length_m);
    }
    return st;
}

bm_status bm_border_inside(bm_ctx *ctx, const struct bm_rings *rings, struct bm_edge_list *borders,
                           struct bm_edge_list *singles, struct bm_log *log)
{
    struct intrusions list = {0};
    struct bm_cover *cover = NULL;
    size_t kept = 0;
    bm_status st;

    if (singles->n == 0) return BM_OK;
    if ((st = bm_cover_build(ctx, rings, false, &cover)) != BM_OK) goto done;
    for (size_t i = 0; i < singles->n; i++) {
        struct bm_edge *edge = &singles->items[i];
        edge->right = bm_cover_other(cover, middle(edge), edge->left);
        if (edge->right != BM_NOBODY && (st = count(ctx, &list, edge, edge->right)) != BM_OK) goto done;
    }
    for (size_t i = 0; i < singles->n; i++) {
        struct bm_edge edge = singles->items[i];
        bool inside = edge.right != BM_NOBODY, alone = inside && !find(&list, edge.right, edge.left);
        if (alone && (st = bm_edges_add(ctx, borders, edge)) != BM_OK) goto done;
        edge.right = BM_NOBODY;
        if (!inside) singles->items[kept++] = edge;
    }
    singles->n = kept;
    st = report(ctx, rings, &list, log);
done:
    bm_cover_free(ctx, cover);
    bm_free(ctx, list.items);
    return st;
}
